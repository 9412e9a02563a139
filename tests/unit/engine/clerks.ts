/** Clerks who read a ledger's total and write back one more: correct each, and wrong together. */
import {
  type Address,
  first,
  type Fault,
  ms,
  Process,
  simulate,
  type Spec,
  star,
} from "../../../src/engine/index.ts";
import { possibleEvents } from "../../../src/engine/simulate.ts";

type Answer = { kind: "total"; total: number } | { kind: "done" };
type Request = { kind: "read" } | { kind: "write"; total: number };

/** Sells tickets; each sale reads the ledger's total and writes one more. */
export class Clerk extends Process<Answer> {
  sold = 0;
  tickets: number;

  constructor(tickets: number) {
    super();
    this.tickets = tickets;
  }

  start(): void {
    this.send("ledger", { kind: "read" });
  }

  receive(answer: Answer): void {
    if (answer.kind === "total") {
      this.send("ledger", { kind: "write", total: answer.total + 1 });
      return;
    }
    this.sold += 1;
    if (this.sold < this.tickets) this.start();
  }
}

/** Answers, and obeys. */
export class Ledger extends Process<Request> {
  total = 0;
  /** Whose requests have come, in order. */
  order = "";

  receive(request: Request, from: Address): void {
    this.order += from.at(-1);
    if (request.kind === "write") this.total = request.total;
    const isRead = request.kind === "read";
    this.send(from, isRead ? { kind: "total", total: this.total } : { kind: "done" });
  }
}

/** Two clerks who sell so many tickets each, under a list of faults. */
export function clerks(tickets: number, faults: readonly Fault[]): Spec & { nodes: Clerks } {
  return {
    seed: 1,
    nodes: { ledger: new Ledger(), "clerk-1": new Clerk(tickets), "clerk-2": new Clerk(tickets) },
    links: star("ledger", ["clerk-1", "clerk-2"], { delay: ms(20) }),
    faults,
  };
}

type Clerks = { ledger: Ledger; "clerk-1": Clerk; "clerk-2": Clerk };

/**
 * Every order in which the ledger may receive its messages, as a list of faults. What is possible
 * at a clerk is the ledger's answer alone, which commutes with all else: it comes at once.
 */
export function* everyOrder(tickets: number, path: Fault[] = []): Generator<Fault[]> {
  const possible = possibleEvents(clerks(tickets, path));
  if (!Array.isArray(possible) || possible.length === 0) {
    yield path;
    return;
  }
  for (const { node, n, ...event } of possible) {
    const clerk = event.kind === "arrival" ? event.link.split("→")[0] : node;
    yield* everyOrder(tickets, [...path, first(node, n), first(clerk, 1)]);
  }
}

/** The order in which two clerks leave a total of two, though each sells ten tickets. */
export function fewest(): Fault[] {
  // Of what comes to the ledger, the other clerk's held message is the older one, but at first.
  const turns = (clerk: string, count: number): Fault[] =>
    Array.from({ length: count }, (_, i) => [
      first("ledger", i === 0 ? 1 : 2),
      first(clerk, 1),
    ]).flat();
  const [reads, sellsNine] = [turns("clerk-1", 1), turns("clerk-2", 18)];
  const [writesOne, readsOne] = [turns("clerk-1", 1), turns("clerk-2", 1)];
  return [...reads, ...sellsNine, ...writesOne, ...readsOne, ...turns("clerk-1", 18)];
}

/** How many orders there are, and how many of them end in each total. */
export function totalsOf(tickets: number): { orders: number; totals: Record<number, number> } {
  const totals: Record<number, number> = {};
  const orders = new Set<string>();
  for (const path of everyOrder(tickets)) {
    const { ledger } = simulate(clerks(tickets, path)).nodes;
    totals[ledger.total] = (totals[ledger.total] ?? 0) + 1;
    orders.add(ledger.order);
  }
  return { orders: orders.size, totals };
}
