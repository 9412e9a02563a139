/** Chunks: stretches of a byte stream, whose bytes are known, or only counted (bulk). */

/** A stretch of a stream: `text` has one character a byte, or is null where bytes only count. */
export type Chunk = { start: number; length: number; text: string | null };

/** The place behind a chunk. */
export function endOf(chunk: Chunk): number {
  return chunk.start + chunk.length;
}

/** The part of a chunk that lies in [from, to); its length is 0 if none does. */
export function cut(chunk: Chunk, from: number, to: number): Chunk {
  const start = Math.max(from, chunk.start);
  const length = Math.max(0, Math.min(to, endOf(chunk)) - start);
  const skip = start - chunk.start;
  const text = chunk.text === null ? null : chunk.text.slice(skip, skip + length);
  return { start, length, text };
}

/** Puts bytes at the end of a list of chunks, in the last one if they are of its kind. */
export function append(chunks: Chunk[], chunk: Chunk): void {
  if (chunk.length === 0) return;
  const last = chunks.at(-1);
  const isMore = last !== undefined && endOf(last) === chunk.start;
  if (!isMore || (last.text === null) !== (chunk.text === null)) {
    chunks.push(chunk);
    return;
  }
  last.length += chunk.length;
  if (last.text !== null) last.text += chunk.text as string;
}

/** At most what lies in [from, to): up to where known bytes and counted ones meet. */
export function slice(chunks: readonly Chunk[], from: number, to: number): Chunk {
  const chunk = chunks.find((one) => endOf(one) > from);
  return chunk === undefined ? { start: from, length: 0, text: "" } : cut(chunk, from, to);
}

/** Forgets the chunks that end before a place. */
export function forget(chunks: Chunk[], before: number): void {
  while (chunks.length > 0 && endOf(chunks[0]) <= before) chunks.shift();
}

/** What a segment carries of a chunk. */
export function dataOf(chunk: Chunk): string | number {
  if (chunk.length === 0) return "";
  return chunk.text ?? chunk.length;
}
