/** Machines that crash and are mended, asked at random moments, beside `theory/availability.ts`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  allDown,
  allUp,
  anyUp,
  crash,
  enoughUp,
  type Fault,
  majorityUp,
  ms,
  Process,
  restart,
  simulate,
  star,
  upShare,
} from "../../../src/engine/index.ts";
import { log } from "../../../src/engine/kernel/math.ts";
import { chance } from "../formulas/support.ts";
import { agrees, seeds } from "../support.ts";
import { Source } from "./customers.ts";

const runs = seeds(20);
const questions = 1_500;
const names = ["server-1", "server-2", "server-3", "server-4", "server-5"];

class Answering extends Process {
  receive(question: unknown, from: string): void {
    this.send(from, question);
  }
}

/** Asks all at once, at moments that are a Poisson process, and counts who answers. */
class Asker extends Source {
  isOpen = false;
  answers = 0;
  /** How often so many have answered. */
  histogram = Array<number>(names.length + 1).fill(0);

  timeout(): void {
    if (this.isOpen) this.histogram[this.answers] += 1;
    this.isOpen = true;
    this.answers = 0;
    for (const name of names) this.send(name, { came: this.now });
    this.left -= 1;
    this.start();
  }
  receive(): void {
    this.answers += 1;
  }
}

const mean = { up: ms(600), down: ms(300) };
/** Between two questions, so long that the answers know little of each other. */
const gap = ms(300);

/** A machine's faults until a time: exponential lives, constant repairs. */
function lives(nodes: readonly string[], until: number, random: () => number): Fault[] {
  const faults: Fault[] = [];
  let now = 0;
  for (;;) {
    now += Math.round(-mean.up * log(1 - random()));
    if (now > until) return faults;
    for (const node of nodes) faults.push(crash(node, now), restart(node, now + mean.down));
    now += mean.down;
  }
}

/** How often so many of the machines answered, in each run. */
function ask(fates: (until: number, random: () => number) => Fault[]): number[][] {
  return runs.map((seed) => {
    const until = gap * questions;
    const asker = new Asker("", { mean: gap }, Infinity);
    const servers = Object.fromEntries(names.map((name) => [name, new Answering()]));
    const nodes = { asker, ...servers };
    const links = star("asker", names);
    const faults = fates(until, chance(seed));
    const run = simulate({ seed, nodes, links, faults, until, trace: "none" });
    assert.equal(run.outcome.kind, "until");
    const { histogram } = run.nodes.asker as Asker;
    const asked = histogram.reduce((sum, count) => sum + count, 0);
    return histogram.map((count) => count / asked);
  });
}

const atLeast = (needed: number) => (histogram: number[]) =>
  histogram.reduce((sum, share, count) => sum + (count >= needed ? share : 0), 0);

test("five machines that fail independently: one, some, most, all of them up", () => {
  const all = ask((until, random) => names.flatMap((name) => lives([name], until, random)));
  const up = upShare(mean.up, mean.down);
  const mean5 = all.map((histogram) => histogram.reduce((sum, x, i) => sum + (x * i) / 5, 0));
  agrees(mean5, up, { what: "up", power: 0.05 });
  agrees(all.map(atLeast(5)), allUp(up, 5), { what: "all", power: 0.2 });
  agrees(all.map(atLeast(4)), enoughUp(up, 5, 4), { what: "four" });
  agrees(all.map(atLeast(3)), majorityUp(up, 5), { what: "most", power: 0.05 });
  agrees(all.map(atLeast(1)), anyUp(up, 5), { what: "any", power: 0.01 });
});

test("a cause that all share: more copies help only against the rest", () => {
  // Two machines have causes of their own, three have one that they share.
  const all = ask((until, random) => {
    const own = names.slice(0, 2).flatMap((name) => lives([name], until, random));
    return [...own, ...lives(names.slice(2), until, random)];
  });
  const own = mean.down / (mean.up + mean.down);
  // None is up while all three causes strike.
  const none = all.map(([share]) => share);
  agrees(none, allDown(own, 3), { what: "none", power: 0.5 });
  // The three are as one: at least three of five are up unless these are down.
  agrees(all.map(atLeast(3)), 1 - own, { what: "three", power: 0.08 });
});
