/**
 * A page's state in a link: everything after `#!`, so that `#heading` stays what it is. The form is
 * `1.` and the deflated JSON in base64url; the first number is the form's version. What is deflated
 * carries a checksum (RFC 1950), so that a link that was damaged makes no other state.
 */
import { base64ToBytes, bytesToBase64 } from "./base64.ts";
import { hashText } from "./hash.ts";
import type { PageState } from "./state.ts";

const FORM = "1";
/** The longest link that is read, and the most that it may inflate to, in characters and bytes. */
const LONGEST_LINK = 200_000;
const LARGEST_STATE = 2_000_000;

/** What a link brought that could not be read, in words that finish “This link … because …”. */
export class LinkError extends Error {}

/** The part of an address after `#` that carries `state`. */
export function encodeLink(state: PageState): Promise<string> {
  return pack(shorten(state));
}

/** Plain data as the part of an address after `#`. Throws a `LinkError` if it is too much. */
export async function pack(data: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(data));
  const packed = await collect(stream(bytes).pipeThrough(new CompressionStream("deflate")));
  const text = bytesToBase64(packed).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const link = `!${FORM}.${text}`;
  if (link.length >= LONGEST_LINK) throw new LinkError("it is too long");
  return link;
}

/** Whether the part of an address after `#` is meant as a state. */
export function isStateLink(hash: string): boolean {
  return hash.startsWith("#!");
}

/** The plain data in a link, still to be checked. Throws a `LinkError`. */
export async function decodeLink(hash: string): Promise<unknown> {
  if (hash.length > LONGEST_LINK) throw new LinkError("it is too long");
  const [, form, text] = /^#!(\d+)\.([\w-]*)$/.exec(hash) ?? [];
  if (form === undefined) throw new LinkError("it is cut off or has been changed on its way");
  if (form !== FORM) throw new LinkError("it was made by a newer version of this course");
  const json = new TextDecoder("utf-8", { fatal: true });
  try {
    const bytes = base64ToBytes(text.replaceAll("-", "+").replaceAll("_", "/"));
    const inflated = stream(bytes).pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(json.decode(await collect(inflated))) as unknown;
  } catch (error) {
    if (error instanceof LinkError) throw error;
    throw new LinkError("it is cut off or has been changed on its way");
  }
}

/** A link names the original of an edit by its hash, since the page has its text. */
function shorten(state: PageState): unknown {
  const sources = Object.entries(state.sources).map(([cell, { text, original }]) => [
    cell,
    { text, hash: hashText(original) },
  ]);
  return { ...state, sources: Object.fromEntries(sources) as unknown };
}

function stream(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes]).stream();
}

/** Reads a stream to its end, or to the largest state that a link may hold. */
async function collect(source: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = source.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > LARGEST_STATE) {
      await reader.cancel();
      throw new LinkError("it holds more than a page can");
    }
    chunks.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
