/** Chance as a dispatcher, and users who share a link by rules, beside their closed forms. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AIMD,
  expectedFullest,
  fullestAtMost,
  gapAfter,
  jainIndex,
  link,
  mathis,
  mbps,
  ms,
  padhye,
  Process,
  sharesByRound,
  simulate,
  star,
  TcpReceiver,
  TcpSender,
} from "../../../src/engine/index.ts";
import { summarise } from "../../../src/engine/check/statistics.ts";
import { agrees, seeds, within } from "../support.ts";
import { Server } from "./customers.ts";

test("customers sent to servers at random: the fullest one, beside balls in bins", () => {
  const servers = seeds(10).map((i) => `server-${i}`);
  class Coin extends Process {
    balls = 100;
    start(): void {
      for (let i = 0; i < this.balls; i++) {
        const server = servers[Math.floor(this.random() * servers.length)];
        this.send(server, { came: 0 });
      }
    }
  }
  const fullest = seeds(300).map((seed) => {
    const nodes: Record<string, Process> = { coin: new Coin() };
    for (const name of servers) nodes[name] = new Server({ mean: 0, shape: "constant" }, 0);
    const run = simulate({ seed, nodes, links: star("coin", servers), trace: "none" });
    return Math.max(...servers.map((name) => (run.nodes[name] as Server).seen));
  });
  agrees(fullest, expectedFullest(100, 10), { power: 0.06 });
  const atMost15 = fullest.map((most) => (most <= 15 ? 1 : 0));
  agrees(atMost15, fullestAtMost(100, 10, 15), { power: 0.4 });
});

/** Tells its share once a round, and changes it by what the link says. */
class User extends Process<{ isOver: boolean }> {
  share: number;
  path: number[];
  rounds: number;
  constructor(share: number, rounds: number) {
    super();
    this.share = share;
    this.path = [share];
    this.rounds = rounds;
  }
  start(): void {
    if (this.path.length <= this.rounds) this.send("link", { share: this.share });
  }
  receive({ isOver }: { isOver: boolean }): void {
    const { times, plus } = isOver ? AIMD.down : AIMD.up;
    this.share = times * this.share + plus;
    this.path.push(this.share);
    this.start();
  }
}

/** Hears all users, and tells all of them whether it is overloaded. */
class Bottleneck extends Process<{ share: number }> {
  capacity: number;
  users: readonly string[];
  heard: number[] = [];
  constructor(capacity: number, users: readonly string[]) {
    super();
    this.capacity = capacity;
    this.users = users;
  }
  receive({ share }: { share: number }): void {
    this.heard.push(share);
    if (this.heard.length < this.users.length) return;
    const isOver = this.heard.reduce((sum, x) => sum + x, 0) > this.capacity;
    this.heard = [];
    for (const user of this.users) this.send(user, { isOver });
  }
}

test("AIMD by messages: the shares of theory, a gap that halves, and Jain's index to 1", () => {
  const start = [2, 30, 64];
  const rounds = 400;
  const capacity = 100;
  const users = start.map((_, i) => `user-${i}`);
  const nodes: Record<string, Process> = { link: new Bottleneck(capacity, users) };
  start.forEach((share, i) => (nodes[users[i]] = new User(share, rounds)));
  // Words of the users travel at their own pace: rounds are kept by waiting for all.
  const links = users.map((user, i) => [
    link(user, "link", { delay: ms(i) }),
    link("link", user, { delay: ms(2) }),
  ]);
  const run = simulate({ seed: 1, nodes, links });
  const paths = users.map((user) => (run.nodes[user] as User).path);
  const theory = sharesByRound(start, { ...AIMD, capacity }, rounds);
  theory.forEach((shares, round) => {
    assert.deepEqual(
      paths.map((path) => path[round]),
      shares,
    );
  });
  const decreases = paths[0].filter((x, i) => i > 0 && x < paths[0][i - 1]).length;
  const gap = Math.abs(paths[2][rounds] - paths[0][rounds]);
  assert.ok(decreases > 5);
  within(1e-9, gap, gapAfter(62, decreases));
  const index = (round: number) => jainIndex(paths.map((path) => path[round]));
  assert.ok(index(0) < 0.62 && index(rounds) > 0.9999);
});

/** The mean payload rate of Reno over a path that loses packets independently, bits a second. */
function renoRate(loss: number): number {
  const bytes = Math.round(40_000 / loss);
  // No slow start beyond the mean window: neither model knows it.
  const initialThreshold = (1_452 * 1.2) / Math.sqrt(loss);
  const buffers = { receiveBuffer: 8_000_000, delayedAck: 0, initialThreshold };
  const settings = { congestion: "reno", ...buffers } as const;
  const rates = seeds(8).map((seed) => {
    const nodes = { a: new TcpSender("b", bytes, settings), b: new TcpReceiver(settings) };
    const wire = { bandwidth: mbps(1_000), delay: ms(50) };
    const links = [link("a", "b", { ...wire, loss }), link("b", "a", wire)];
    const run = simulate({ seed, nodes, links, trace: "none" });
    return (bytes * 8e9) / run.nodes.b.finishedAt!;
  });
  return summarise(rates).mean;
}

test("TCP beside Mathis: within 8 % at 0.2 % loss; 1 % is too much, as timeouts count", () => {
  const path = { segment: 1_452, roundTrip: ms(100) };
  within(0.08, renoRate(0.002), mathis({ ...path, loss: 0.002 }));
  assert.ok(renoRate(0.01) < 0.85 * mathis({ ...path, loss: 0.01 }));
});

test("TCP beside Padhye, with timeouts: within 15 % from 0.2 to 2 % loss", () => {
  for (const loss of [0.002, 0.005, 0.01, 0.02]) {
    const theory = padhye({ segment: 1_452, roundTrip: ms(100), loss, timeout: ms(1_000) });
    within(0.15, renoRate(loss), theory, `at ${loss}`);
  }
});
