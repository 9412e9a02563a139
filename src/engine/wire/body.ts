/**
 * Message bodies: what a process may send, and the one canonical encoding that gives a message
 * its copy, its size, the bytes that a checksum covers, and its datagram on a real socket.
 *
 * A string is its UTF-8, bytes are themselves, all else is its JSON text. (−0 becomes 0 on the
 * way, and a lone surrogate in a string body becomes U+FFFD.)
 */
import { aOrAn, className, clip, show } from "../kernel/check.ts";
import { utf8Decode, utf8Encode, utf8Length } from "./utf8.ts";

/** How deeply arrays and objects of a body may be nested. */
export const DEEPEST = 16;
/** The longest preview of a body that a trace keeps, characters. */
const PREVIEW = 200;

/** Which of the three encodings a body has. */
export type Form = "text" | "bytes" | "json";

/** A body, encoded. `content` is the text (or JSON text) as a string, or the bytes. */
export type Encoded = {
  form: Form;
  content: string | Uint8Array;
  /** bytes */
  size: number;
};

/** The body `null`, of which nobody needs a copy. */
const NOTHING: Encoded = Object.freeze({ form: "json", content: "null", size: 4 });

/** Where a body was given. Put into words only when it is refused. */
export type BodyPlace = { action: string; target?: string };

function placeName({ action, target }: BodyPlace): string {
  return target === undefined ? `${action}(…)` : `${action}(${show(target)}, body)`;
}

/**
 * Encodes a body. The result shares nothing with it.
 * @param place What is being done to whom, for the refusal: "send" and "bob".
 * @throws TypeError if the body holds anything but null, booleans, finite numbers, strings,
 * arrays and plain objects (at most 16 deep), or is not bytes; it names the path to the culprit.
 */
export function encodeBody(place: BodyPlace, body: unknown): Encoded {
  if (typeof body === "string") return { form: "text", content: body, size: utf8Length(body) };
  if (body instanceof Uint8Array) {
    return { form: "bytes", content: new Uint8Array(body), size: body.length };
  }
  if (body === null) return NOTHING;
  const culprit = findCulprit(body, "body", 0);
  if (culprit !== null) throw new TypeError(`${placeName(place)}: ${culprit}`);
  const content = JSON.stringify(body);
  return { form: "json", content, size: utf8Length(content) };
}

/** A fresh copy of the body that was encoded. */
export function decodeBody(encoded: Encoded): unknown {
  if (encoded === NOTHING) return null;
  if (encoded.form === "text") return encoded.content;
  if (encoded.form === "bytes") return new Uint8Array(encoded.content as Uint8Array);
  return JSON.parse(encoded.content as string) as unknown;
}

/** The very bytes of a body. */
export function bodyBytes(encoded: Encoded): Uint8Array {
  if (typeof encoded.content === "string") return utf8Encode(encoded.content);
  return encoded.content;
}

/**
 * What a receiver makes of bytes that may have been damaged on the way.
 * @throws SyntaxError if they should be JSON and are not.
 */
export function decodeBytes(form: Form, bytes: Uint8Array): unknown {
  if (form === "bytes") return new Uint8Array(bytes);
  const text = utf8Decode(bytes);
  return form === "text" ? text : (JSON.parse(text) as unknown);
}

/** The beginning of a body, for a person to read: at most 200 characters. */
export function previewOf(encoded: Encoded): string {
  if (encoded.form === "json") return clip(encoded.content as string, PREVIEW);
  if (encoded.form === "text") {
    const start = (encoded.content as string).slice(0, PREVIEW + 1);
    return clip(JSON.stringify(start), PREVIEW);
  }
  return bytesPreview(encoded.content as Uint8Array);
}

function bytesPreview(bytes: Uint8Array): string {
  let text = `${bytes.length} bytes`;
  for (let i = 0; i < Math.min(bytes.length, 16); i++) {
    text += `${i === 0 ? ": " : " "}${bytes[i].toString(16).padStart(2, "0")}`;
  }
  return bytes.length > 16 ? `${text} …` : text;
}

/** A sentence about the first part of a body that may not be sent, or null if all may. */
function findCulprit(value: unknown, path: string, depth: number): string | null {
  if (value === null || typeof value === "boolean" || typeof value === "string") return null;
  if (typeof value === "number") return Number.isFinite(value) ? null : refuse(path, value);
  if (typeof value !== "object") return refuse(path, value);
  if (depth === DEEPEST) {
    return `${path} lies more than ${DEEPEST} levels deep (or the body contains itself). ${REMEDY}`;
  }
  if (Array.isArray(value)) return findInArray(value as unknown[], path, depth);
  if (!isPlain(value)) return refuse(path, value);
  return findInObject(value, path, depth);
}

function findInArray(array: readonly unknown[], path: string, depth: number): string | null {
  for (let i = 0; i < array.length; i++) {
    const culprit = findCulprit(array[i], `${path}[${i}]`, depth + 1);
    if (culprit !== null) return culprit;
  }
  return null;
}

function findInObject(value: object, path: string, depth: number): string | null {
  for (const key in value) {
    const inner = (value as Record<string, unknown>)[key];
    // The path is only put together where it is needed: this runs for every message.
    if (inner === null || typeof inner === "string" || typeof inner === "boolean") continue;
    if (typeof inner === "number" && Number.isFinite(inner)) continue;
    const culprit = findCulprit(inner, pathTo(path, key), depth + 1);
    if (culprit !== null) return culprit;
  }
  return null;
}

function pathTo(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${show(key)}]`;
}

const REMEDY =
  "A message may hold null, booleans, finite numbers, strings, arrays and plain objects, " +
  "or be a Uint8Array.";

function refuse(path: string, value: unknown): string {
  const what = typeof value === "object" && value !== null ? aOrAn(className(value)) : show(value);
  return `${path} is ${what}, which cannot be sent. ${REMEDY}`;
}

/** Whether an object is a plain one, of whichever realm. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
