/**
 * A run's fingerprint: one chained hash over its nodes, its links and every row of its trace.
 * Same fingerprint, same run, on whatever machine. It is no defence against somebody who wants
 * two runs to look alike: it has 64 bits and no secret.
 */
import { EventKind } from "./event.ts";
import type { Chunk, LinkInfo, TraceData } from "./trace.ts";

/** Words of 32 bits in a row. */
const ROW_WORDS = 8;

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

  /**
   * The first rows of a chunk. The mixing of `word` stands here once more: runs have millions of
   * rows, and this is twice as fast as a call for each word.
   */
  rows(chunk: Chunk, rows: number, errorTexts: Set<number>): void {
    const { time, kind, node, place, packet, message, cause, detail } = chunk;
    const words = new Int32Array(ROW_WORDS);
    let [one, two] = [this.#one, this.#two];
    for (let i = 0; i < rows; i++) {
      this.#double[0] = time[i] + 0;
      words[0] = this.#words[0];
      words[1] = this.#words[1];
      words[2] = kind[i] | (node[i] << 8);
      words[3] = place[i];
      words[4] = packet[i];
      words[5] = message[i];
      words[6] = cause[i];
      words[7] = detail[i];
      const isError = kind[i] === EventKind.error;
      if (isError) errorTexts.add(detail[i]);
      const count = isError ? ROW_WORDS - 1 : ROW_WORDS;
      for (let w = 0; w < count; w++) {
        const word = words[w];
        let mixed = Math.imul(word, 0xcc9e2d51);
        one ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
        one = (Math.imul((one << 13) | (one >>> 19), 5) + 0xe6546b64) | 0;
        mixed = Math.imul(word ^ one, 0x85ebca6b);
        two ^= Math.imul((mixed << 16) | (mixed >>> 16), 0xc2b2ae35);
        two = (Math.imul((two << 11) | (two >>> 21), 9) + 0x38495ab5) | 0;
      }
    }
    this.#one = one;
    this.#two = two;
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
    hash.rows(chunk, Math.min(left, chunk.time.length), errorTexts);
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
