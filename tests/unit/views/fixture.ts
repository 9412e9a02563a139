/**
 * Traces made by hand for the tests of the views: a small event loop that writes rows as the
 * engine does. No chance in it: each story says what becomes of each packet.
 */
import { EventKind, type EventName } from "../../../src/engine/trace/event.ts";
import { NONE, NOWHERE, splitDuration, Trace } from "../../../src/engine/trace/trace.ts";
import type { LinkInfo } from "../../../src/engine/trace/trace.ts";
import { TraceWriter } from "../../../src/engine/trace/writer.ts";

export const ms = (value: number): number => value * 1e6;

/** What becomes of a packet: it arrives, is lost at this fraction of the way, and so on. */
export type Luck = {
  lost?: number;
  dropped?: number;
  severed?: number;
  damaged?: number;
  copied?: number;
  noticed?: boolean;
  heldUp?: number;
};

type RowColumns = {
  node?: number;
  place?: number;
  packet?: number;
  message?: number;
  cause?: number;
  detail?: number | string;
};

const limits = { rows: 1e7, bytes: 1e9 };

export class Story {
  readonly nodes: string[];
  readonly links: LinkInfo[];
  now = 0;
  messages = 0;
  packets = 0;
  readonly #writer = new TraceWriter({ ...limits });
  readonly #queue: { time: number; serial: number; action: () => void }[] = [];
  #serial = 0;

  constructor(nodes: string[], links: LinkInfo[]) {
    this.nodes = nodes;
    this.links = links;
  }

  row(kind: EventName, columns: RowColumns = {}): number {
    const { node = NOWHERE, place = NOWHERE, packet = NONE, message = NONE } = columns;
    const { cause = NONE, detail = NONE } = columns;
    const number = typeof detail === "string" ? this.#writer.intern(detail) : detail;
    const code = EventKind[kind];
    return this.#writer.append(this.now, code, node, place, packet, message, cause, number);
  }

  after(delay: number, action: () => void): void {
    this.#queue.push({ time: this.now + delay, serial: this.#serial++, action });
  }

  run(until = Infinity): Trace {
    for (;;) {
      this.#queue.sort((a, b) => a.time - b.time || a.serial - b.serial);
      const next = this.#queue.shift();
      if (next === undefined || next.time > until) break;
      this.now = next.time;
      next.action();
    }
    return new Trace(this.#writer.finish(this.nodes, this.links));
  }

  /** Sends a body over the direct link; `arrived` is called with the row of the receipt. */
  send(
    from: number,
    to: number,
    body: unknown,
    cause: number,
    luck: Luck,
    arrived: (row: number) => void,
  ): number {
    const message = this.messages++;
    const sent = this.row("send", {
      node: from,
      place: to,
      message,
      cause,
      detail: JSON.stringify(body),
    });
    const link = this.links.findIndex((each) => each.from === from && each.to === to);
    if (link < 0) {
      this.row("noRoute", { node: from, place: to, message, cause: sent });
      return message;
    }
    const packet = this.packets++;
    const at = { node: from, place: link, packet, message };
    const bytes = 28 + JSON.stringify(body).length;
    const started = this.row("transmit", { ...at, cause: sent, detail: bytes });
    this.#fly({ ...at, node: to }, started, luck, from, arrived);
    return message;
  }

  #fly(
    at: { node: number; place: number; packet: number; message: number },
    started: number,
    luck: Luck,
    from: number,
    arrived: (row: number) => void,
  ): void {
    const way = this.links[at.place].delay + (luck.heldUp ?? 0);
    if (luck.heldUp !== undefined) this.row("delay", { ...at, cause: started, detail: 0 });
    if (luck.copied !== undefined) {
      const copy = this.packets++;
      this.row("duplicate", { ...at, packet: copy, cause: started, detail: at.packet });
      this.after(way * luck.copied, () =>
        this.#land({ ...at, packet: copy }, started, from, arrived),
      );
    }
    const death = this.#death(luck);
    if (death !== undefined) {
      const detail = death.kind === "drop" ? 0 : NONE;
      this.after(way * death.at, () => this.row(death.kind, { ...at, cause: started, detail }));
      return;
    }
    if (luck.damaged !== undefined) {
      this.after(way * luck.damaged, () =>
        this.row("corrupt", { ...at, cause: started, detail: 77 }),
      );
    }
    this.after(way, () => {
      if (!luck.noticed) return this.#land(at, started, from, arrived);
      const arrival = this.row("arrive", { ...at, cause: started });
      this.row("discard", { ...at, cause: arrival });
    });
  }

  #death(luck: Luck): { kind: "lose" | "drop" | "sever"; at: number } | undefined {
    if (luck.lost !== undefined) return { kind: "lose", at: luck.lost };
    if (luck.dropped !== undefined) return { kind: "drop", at: luck.dropped };
    if (luck.severed !== undefined) return { kind: "sever", at: luck.severed };
    return undefined;
  }

  #land(
    at: { node: number; place: number; packet: number; message: number },
    started: number,
    from: number,
    arrived: (row: number) => void,
  ): void {
    const arrival = this.row("arrive", { ...at, cause: started });
    const { node, message } = at;
    arrived(this.row("receive", { node, place: from, message, cause: arrival }));
  }

  setTimer(node: number, name: string, after: number, cause: number): number {
    const [packet, message] = splitDuration(after);
    return this.row("timerSet", { node, packet, message, cause, detail: name });
  }
}

export function link(
  nodes: string[],
  from: number,
  to: number,
  more: Partial<LinkInfo> = {},
): LinkInfo {
  const id = `${nodes[from]}→${nodes[to]}`;
  const setUp = {
    bandwidth: 1e6,
    delay: ms(40),
    jitter: 0,
    loss: 0.3,
    corruption: 0,
    duplication: 0,
  };
  return { id, from, to, ...setUp, ...more };
}

/** Both directions between each of the pairs. */
export function duplexes(
  nodes: string[],
  pairs: [number, number][],
  more: Partial<LinkInfo> = {},
): LinkInfo[] {
  return pairs.flatMap(([a, b]) => [link(nodes, a, b, more), link(nodes, b, a, more)]);
}
