/**
 * Traces written by hand, which stay the same whatever becomes of the network's rules, and a small
 * reader of files of packets.
 */
import assert from "node:assert/strict";
import { EventKind, type EventName } from "../../../../src/engine/trace/event.ts";
import { type LinkInfo, NONE, NOWHERE, Trace } from "../../../../src/engine/trace/trace.ts";
import { TraceWriter } from "../../../../src/engine/trace/writer.ts";

/** What a row holds, by name; what is left out is nothing. */
export type Row = {
  time?: number;
  node?: number;
  place?: number;
  packet?: number;
  message?: number;
  cause?: number;
  detail?: number;
  text?: string;
};

/** A trace being written. Each call of `row` returns the number of its row. */
export class Story {
  readonly #writer = new TraceWriter({ rows: 100_000, bytes: 1e8 });
  readonly #nodes: string[];
  readonly #links: LinkInfo[];

  /** Links as pairs of indexes. */
  constructor(nodes: string[], links: [number, number][]) {
    this.#nodes = nodes;
    const perfect = { bandwidth: 1e6, delay: 1e6, jitter: 0, loss: 0, corruption: 0 };
    this.#links = links.map(([from, to]) => {
      const id = `${nodes[from]}→${nodes[to]}`;
      return { ...perfect, duplication: 0, id, from, to };
    });
  }

  row(kind: EventName, row: Row): number {
    const { time = 0, node = NOWHERE, place = NOWHERE, packet = NONE, message = NONE } = row;
    const detail = row.text === undefined ? (row.detail ?? NONE) : this.#writer.intern(row.text);
    const { cause = NONE } = row;
    const code = EventKind[kind];
    return this.#writer.append(time, code, node, place, packet, message, cause, detail);
  }

  /** A message is posted. */
  send(message: number, from: number, to: number, text: string, time = 0): number {
    return this.row("send", { time, node: from, place: to, message, text });
  }

  /** A packet starts onto a link; `bytes` with 28 of headers. */
  transmit(packet: number, message: number, link: number, cause: number, bytes: number, time = 0) {
    const node = this.#links[link].from;
    return this.row("transmit", { time, node, place: link, packet, message, cause, detail: bytes });
  }

  /** It arrives, or comes to another end. */
  end(kind: EventName, packet: number, message: number, link: number, cause: number, time = 0) {
    const node = this.#links[link].to;
    return this.row(kind, { time, node, place: link, packet, message, cause });
  }

  trace(): Trace {
    return new Trace(this.#writer.finish(this.#nodes, this.#links));
  }
}

/** The blocks of a file: type and body. Checks that lengths agree at both ends. */
export function blocksOf(file: Uint8Array): { type: number; body: DataView }[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const blocks: { type: number; body: DataView }[] = [];
  for (let at = 0; at < file.length;) {
    const length = view.getUint32(at + 4, true);
    assert.equal(length % 4, 0);
    assert.equal(view.getUint32(at + length - 4, true), length);
    const body = new DataView(file.buffer, file.byteOffset + at + 8, length - 12);
    blocks.push({ type: view.getUint32(at, true), body });
    at += length;
  }
  return blocks;
}

/** The packets of a file, with time, interface and bytes. */
export function packetsOf(file: Uint8Array) {
  return blocksOf(file)
    .filter(({ type }) => type === 6)
    .map(({ body }) => ({
      interface: body.getUint32(0, true),
      time: body.getUint32(4, true) * 2 ** 32 + body.getUint32(8, true),
      size: body.getUint32(16, true),
      bytes: new Uint8Array(body.buffer, body.byteOffset + 20, body.getUint32(12, true)),
    }));
}
