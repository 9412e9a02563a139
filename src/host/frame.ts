/** What goes over a socket: a message with the little that its receiver's trace must know. */
import type { Encoded, Form } from "../engine/wire/body.ts";
import { bodyBytes, decodeBytes } from "../engine/wire/body.ts";

/** A message as it crosses from one OS process to another. */
export type Frame = {
  /** Which run: the port of a process that was killed may by now belong to another one. */
  run: string;
  from: number;
  /** Which life of the sender; its number there; the row of its arrival in the sender's journal. */
  life: number;
  message: number;
  row: number;
  size: number;
  body: Encoded;
  /** Whether it was damaged on the way, and nobody noticed. */
  isDamaged: boolean;
};

type Header = Omit<Frame, "body"> & { form: Form };

const LENGTH = 4;

/** The bytes of a frame: the header's length, the header as JSON, the body. */
export function encodeFrame({ body, ...rest }: Frame): Uint8Array {
  const header: Header = { ...rest, form: body.form };
  const head = new TextEncoder().encode(JSON.stringify(header));
  const content = bodyBytes(body);
  const bytes = new Uint8Array(LENGTH + head.length + content.length);
  new DataView(bytes.buffer).setUint32(0, head.length);
  bytes.set(head, LENGTH);
  bytes.set(content, LENGTH + head.length);
  return bytes;
}

/**
 * Reads a frame.
 * @throws SyntaxError or RangeError if it is none.
 */
export function decodeFrame(bytes: Uint8Array): Frame {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = LENGTH + view.getUint32(0);
  const text = new TextDecoder().decode(bytes.subarray(LENGTH, end));
  const { form, ...rest } = JSON.parse(text) as Header;
  const content = bytes.subarray(end);
  const body: Encoded =
    form === "bytes"
      ? { form, content: new Uint8Array(content), size: content.length }
      : { form, content: new TextDecoder().decode(content), size: content.length };
  return { ...rest, body };
}

/** What the receiver reads of a frame that was damaged. */
export function damagedBody({ body }: Frame): unknown {
  return decodeBytes(body.form, bodyBytes(body));
}
