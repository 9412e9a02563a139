/**
 * Conservation: money, tokens, whatever is neither made nor destroyed. At every moment the sum of
 * what the nodes hold and of what is under way between them must be what it was at first.
 */
import { checkNumber, grouped, show } from "../../kernel/check.ts";
import { simulate, type Spec } from "../../simulate.ts";
import { Simulation } from "../../simulate/simulation.ts";
import { planRun } from "../../simulate/spec.ts";
import { EventKind } from "../../trace/event.ts";
import { NONE, type Trace } from "../../trace/trace.ts";

/** How to count what must be conserved. */
export type Quantity = {
  /** What it is, for the sentence: "money". */
  name: string;
  /** How much a node holds. Of a node that is down there is only its `disk`. */
  ofNode(fields: Readonly<Record<string, unknown>>, node: string): number;
  /** How much a message carries. Left out: nothing. */
  ofMessage?(body: unknown, from: string, to: string): number;
  /** By how much sums may differ: rounding of fractions. Default 0. */
  tolerance?: number;
};

/** What a judge says of a quantity. */
export type Conservation = {
  verdict: "holds" | "broken";
  words: string;
  /** The sum at first. */
  total: number;
  /** The first event after which the sum was another one: its first row, and the sum. */
  violation?: { row: number; total: number };
  /** What it covered: events after which the sum was taken. */
  moments: number;
};

/**
 * Judges whether a quantity is conserved through a run, event by event. A message is under way from
 * its send until it is handed to its receiver for the first time, or until the last of its packets
 * is gone. While a process works (`work`), what it will send at the end has not been sent: moments
 * at which some process is busy are left out.
 * @throws RangeError if a sum is not a finite number.
 */
export function conserved(spec: Spec, quantity: Quantity): Conservation {
  const where = "conserved";
  const tolerance = checkNumber(where, "tolerance", quantity.tolerance ?? 0, {
    min: 0,
    max: Number.MAX_VALUE,
  });
  const { trace } = simulate({ ...spec, trace: "full" });
  const watched = new Watched(spec, quantity, trace);
  let total: number | undefined;
  let moments = 0;
  for (const row of watched.moments()) {
    if (watched.isBusy) continue;
    const sum = checkSum(watched.sum(), row);
    moments++;
    total ??= sum;
    if (Math.abs(sum - total) <= tolerance) continue;
    const words = brokenWords(trace, row, quantity.name, total, sum);
    return { verdict: "broken", words, total, violation: { row, total: sum }, moments };
  }
  const words = `${quantity.name}: ${total ?? 0} at all ${grouped(moments)} moments judged.`;
  return { verdict: "holds", words, total: total ?? 0, moments };
}

function checkSum(sum: number, row: number): number {
  if (Number.isFinite(sum)) return sum;
  throw new RangeError(`conserved: after row ${row} the sum is ${show(sum)}; count in numbers.`);
}

function brokenWords(
  trace: Trace,
  row: number,
  name: string,
  before: number,
  after: number,
): string {
  const place = trace.nodes[trace.node(row)] ?? trace.links[trace.place(row)]?.id ?? "the network";
  const verb = after > before ? "has grown" : "has shrunk";
  return `${name} ${verb} from ${before} to ${after} at row ${row}, at ${place}.`;
}

/** A run that stops after each event, with what its messages say. */
class Watched extends Simulation {
  readonly #quantity: Quantity;
  /** By message: the row at which it is no longer under way. */
  readonly #ends: ReadonlyMap<number, number>;
  /** By message that is under way: how much it carries. */
  readonly #carried = new Map<number, number>();
  #posted = 0;

  /** The rows of the whole run. */
  readonly #rows: number;

  constructor(spec: Spec, quantity: Quantity, whole: Trace) {
    super({ ...planRun(spec), trace: "full" });
    this.#quantity = quantity;
    this.#ends = endsOf(whole);
    this.#rows = whole.rows;
  }

  /** From the beginning (−1) on from event to event: the first row that each has written. */
  *moments(): Generator<number> {
    const { trace } = this.world;
    yield NONE;
    do {
      const first = trace.rows;
      this.isStopped = false;
      trace.watch(first, () => (this.isStopped = true));
      this.run();
      yield first;
      // A run that has failed would otherwise go on behind its end.
    } while (this.isStopped && trace.rows < this.#rows);
  }

  get isBusy(): boolean {
    return this.nodes.some((node) => node.busy.isNow);
  }

  sum(): number {
    let sum = 0;
    for (const node of this.nodes) {
      const fields = node.isUp ? node.process : node.remains();
      sum += this.#quantity.ofNode(fields as unknown as Record<string, unknown>, node.name);
    }
    const { rows } = this.world.trace;
    for (const [message, amount] of this.#carried) {
      if ((this.#ends.get(message) ?? Infinity) < rows) this.#carried.delete(message);
      else sum += amount;
    }
    return sum;
  }

  post(...args: Parameters<Simulation["post"]>): void {
    const [from, to, { form, content }] = args;
    const body: unknown = form === "json" ? JSON.parse(content as string) : content;
    const amount = this.#quantity.ofMessage?.(body, this.names[from], this.names[to]) ?? 0;
    if (amount !== 0) this.#carried.set(++this.#posted, amount);
    else this.#posted++;
    super.post(...args);
  }
}

/** Kinds of row after which a message that was never received is no more. */
const gone: ReadonlySet<number> = new Set<number>([
  EventKind.lose,
  EventKind.drop,
  EventKind.sever,
  EventKind.discard,
  EventKind.miss,
  EventKind.noRoute,
  EventKind.queueDrop,
  EventKind.timeExceeded,
  EventKind.tooBig,
  EventKind.reassemblyTimeout,
  EventKind.muffle,
  EventKind.overflow,
]);

/** Kinds of row whose column `message` holds something else. */
const notOfMessages: ReadonlySet<number> = new Set<number>([
  EventKind.timerSet,
  EventKind.work,
  EventKind.invoke,
  EventKind.complete,
]);

/** By message: the row with which it was no longer under way; not there if it is to the end. */
function endsOf(trace: Trace): Map<number, number> {
  const ends = new Map<number, number>();
  const received = new Set<number>();
  /** Messages that have come to a node and wait there. */
  const waiting = new Map<number, number>();
  for (let row = 0; row < trace.rows; row++) {
    const kind = trace.kind(row);
    const message = trace.message(row);
    if (kind === EventKind.crash) {
      for (const [one, node] of waiting) if (node === trace.node(row)) ends.set(one, row);
    }
    if (message === NONE || notOfMessages.has(kind) || received.has(message)) continue;
    waiting.delete(message);
    if (kind === EventKind.receive) received.add(message);
    if (kind === EventKind.arrive) waiting.set(message, trace.node(row));
    if (kind === EventKind.receive || gone.has(kind)) ends.set(message, row);
    else ends.delete(message);
  }
  return ends;
}
