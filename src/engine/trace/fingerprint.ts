/**
 * A run's fingerprint: one chained hash over its nodes, its links and every row of its trace.
 * Same fingerprint, same run, on whatever machine. It is no defence against somebody who wants
 * two runs to look alike: it has 64 bits and no secret.
 */
import { EventKind } from "./event.ts";
import type { Chunk, LinkInfo, TraceData } from "./trace.ts";

/** Two lanes of 32 bits, mixed as MurmurHash3 mixes its words, each with constants of its own. */
class Hash {
  #one = 0x2545f491 | 0;
  #two = 0x5851f42d | 0;
  readonly #double = new Float64Array(1);
  readonly #words = new Int32Array(this.#double.buffer);

  word(word: number): void {
    let one = Math.imul(word, 0xcc9e2d51);
    one = this.#one ^ Math.imul((one << 15) | (one >>> 17), 0x1b873593);
    this.#one = (Math.imul((one << 13) | (one >>> 19), 5) + 0xe6546b64) | 0;
    let two = Math.imul(word ^ this.#one, 0x85ebca6b);
    two = this.#two ^ Math.imul((two << 16) | (two >>> 16), 0xc2b2ae35);
    this.#two = (Math.imul((two << 11) | (two >>> 21), 9) + 0x38495ab5) | 0;
  }

  double(value: number): void {
    // Adding 0 turns −0 into 0: equal numbers have equal fingerprints.
    this.#double[0] = value + 0;
    this.word(this.#words[0]);
    this.word(this.#words[1]);
  }

  text(text: string): void {
    this.word(text.length);
    for (let i = 0; i < text.length; i++) this.word(text.charCodeAt(i));
  }

  digits(): string {
    return hex(finished(this.#one ^ this.#two)) + hex(finished(this.#two));
  }
}

function finished(lane: number): number {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function hex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}

/**
 * The fingerprint of a trace: 16 hexadecimal digits. The text of an error is left out, since
 * JavaScript engines word their errors differently.
 */
export function fingerprint(data: TraceData): string {
  const hash = new Hash();
  for (const node of data.nodes) hash.text(node);
  for (const link of data.links) hashLink(hash, link);
  const errorTexts = new Set<number>();
  let left = data.rows;
  for (const chunk of data.chunks) {
    hashRows(hash, chunk, Math.min(left, chunk.time.length), errorTexts);
    left -= chunk.time.length;
  }
  for (let i = 0; i < data.strings.length; i++) {
    if (!errorTexts.has(i)) hash.text(data.strings[i]);
  }
  return hash.digits();
}

function hashLink(hash: Hash, link: LinkInfo): void {
  hash.text(link.id);
  hash.double(link.bandwidth);
  hash.double(link.delay);
  hash.double(link.jitter);
  hash.double(link.loss);
  hash.double(link.corruption);
  hash.double(link.duplication);
}

function hashRows(hash: Hash, chunk: Chunk, rows: number, errorTexts: Set<number>): void {
  for (let i = 0; i < rows; i++) {
    hash.double(chunk.time[i]);
    hash.word(chunk.kind[i] | (chunk.node[i] << 8));
    hash.word(chunk.place[i]);
    hash.word(chunk.packet[i]);
    hash.word(chunk.message[i]);
    hash.word(chunk.cause[i]);
    if (chunk.kind[i] === EventKind.error) errorTexts.add(chunk.detail[i]);
    else hash.word(chunk.detail[i]);
  }
}
