/**
 * Text to bytes and back (UTF-8, RFC 3629), without the platform's encoder: the engine runs
 * wherever there is JavaScript, and the bytes are the same everywhere.
 */

const REPLACEMENT = 0xfffd;

/** The size of a text in UTF-8, bytes. A lone surrogate counts as U+FFFD: 3 bytes. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    // A pair takes two units and four bytes: two more than the two units already counted.
    if (isPair(text, i)) i++;
  }
  return bytes;
}

function isPair(text: string, i: number): boolean {
  const high = text.charCodeAt(i);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(i + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}

/** A text as UTF-8. Lone surrogates become U+FFFD. */
export function utf8Encode(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  let end = 0;
  for (let i = 0; i < text.length; i++) {
    const pair = isPair(text, i);
    const point = scalar(text.codePointAt(i) as number);
    if (pair) i++;
    end = writePoint(bytes, end, point);
  }
  return bytes;
}

function scalar(point: number): number {
  return point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : point;
}

function writePoint(bytes: Uint8Array, at: number, point: number): number {
  let end = at;
  if (point < 0x80) {
    bytes[end++] = point;
    return end;
  }
  const tail = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  const lead = tail === 1 ? 0xc0 : tail === 2 ? 0xe0 : 0xf0;
  bytes[end++] = lead | (point >> (6 * tail));
  for (let shift = 6 * (tail - 1); shift >= 0; shift -= 6) {
    bytes[end++] = 0x80 | ((point >> shift) & 0x3f);
  }
  return end;
}

/** UTF-8 as a text; each byte that is out of place becomes U+FFFD. */
export function utf8Decode(bytes: Uint8Array): string {
  let text = "";
  let at = 0;
  while (at < bytes.length) {
    const tail = tailLength(bytes, at);
    text += String.fromCodePoint(tail < 0 ? REPLACEMENT : readPoint(bytes, at, tail));
    at += tail < 0 ? 1 : tail + 1;
  }
  return text;
}

/** How many continuation bytes follow the one at `at`, or −1 if no character starts there. */
function tailLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at];
  if (lead < 0x80) return 0;
  const tail = lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : 3;
  if (lead < 0xc2 || lead > 0xf4 || at + tail >= bytes.length) return -1;
  for (let i = 1; i <= tail; i++) if ((bytes[at + i] & 0xc0) !== 0x80) return -1;
  const point = readPoint(bytes, at, tail);
  const tooLong = (tail === 2 && point < 0x800) || (tail === 3 && point < 0x10000);
  if (tooLong || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return -1;
  return tail;
}

function readPoint(bytes: Uint8Array, at: number, tail: number): number {
  if (tail === 0) return bytes[at];
  let point = bytes[at] & (0x3f >> tail);
  for (let i = 1; i <= tail; i++) point = (point << 6) | (bytes[at + i] & 0x3f);
  return point;
}
