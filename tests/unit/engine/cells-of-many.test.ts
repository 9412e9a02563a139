/** More pages' worth of cells, of several servers: see `cells.test.ts`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Address,
  crash,
  mesh,
  ms,
  percent,
  Process,
  restart,
  seconds,
  simulate,
  star,
} from "../../../src/engine/index.ts";
import { EventKind } from "../../../src/engine/trace/event.ts";

/* Three clocks behind a porter who asks only those that he heard of lately. */

const towers = ["tower-1", "tower-2", "tower-3"];
type Ask = { kind: "ask"; guest: Address };
type Set = { kind: "set"; guest: Address; hour: number };
type Beat = { kind: "beat" };

class Porter extends Process {
  heard: Record<Address, number> = {};
  turn = 0;

  receive(message: Ask | Set | Beat, from: Address) {
    if (message.kind === "beat") this.heard[from] = this.now;
    else this.pass({ ...message, guest: from });
  }

  pass(request: Ask | Set) {
    const awake = towers.filter((tower) => this.now - this.heard[tower] < ms(300));
    if (request.kind === "set") for (const tower of awake) this.send(tower, request);
    else if (awake.length > 0) this.send(awake[this.turn++ % awake.length], request);
  }
}

class Tower extends Process {
  hour = 0;
  told = 0;

  start() {
    this.timeout();
  }

  timeout() {
    this.send("porter", { kind: "beat" });
    this.setTimer("beat", ms(100));
  }

  receive(message: Ask | Set) {
    if (message.kind === "set") this.hour = message.hour;
    this.told += 1;
    this.send(message.guest, { hour: this.hour });
  }
}

class Visitor extends Process {
  answers = 0;
  asked = 0;

  start() {
    this.setTimer("ask", ms(200));
  }

  timeout() {
    this.asked += 1;
    this.send("porter", { kind: "ask" });
    this.setTimer("ask", ms(20));
  }

  receive() {
    this.answers += 1;
  }
}

test("a replicated, balanced service loses only what fell between a crash and its notice", () => {
  const run = simulate({
    seed: 11,
    nodes: {
      visitor: new Visitor(),
      porter: new Porter(),
      ...Object.fromEntries(towers.map((name) => [name, new Tower()])),
    },
    links: [
      ...star("porter", ["visitor", ...towers], { delay: ms(5) }),
      ...star("visitor", towers, { delay: ms(20) }),
    ],
    faults: [crash("tower-2", seconds(2)), restart("tower-2", seconds(4))],
    until: seconds(6),
  });
  const { asked, answers } = run.nodes.visitor as Visitor;
  assert.equal(asked, 291);
  assert.ok(answers >= asked - 8 && answers < asked, `${answers} of ${asked}`);
  assert.deepEqual(run.outcome, { kind: "until" });
});

/* An election: votes on disk, a term for each attempt, patience drawn at random. */

const peers = ["p1", "p2", "p3", "p4", "p5"];
type Word = { kind: "plea" | "vote" | "pulse"; term: number };

class Peer extends Process<Word> {
  disk = { term: 0, choice: "" };
  role: "follower" | "candidate" | "leader" = "follower";
  votes: Address[] = [];
  led: number[] = [];

  start() {
    this.follow(this.disk.term);
  }

  timeout() {
    if (this.role === "leader") this.lead();
    else this.stand();
  }

  receive({ kind, term }: Word, from: Address) {
    if (term > this.disk.term) this.follow(term);
    if (term < this.disk.term) return;
    if (kind === "plea") this.consider(from);
    if (kind === "vote" && this.role === "candidate") this.count(from);
    if (kind === "pulse") this.follow(term);
  }

  follow(term: number) {
    if (term > this.disk.term) this.disk = { term, choice: "" };
    this.role = "follower";
    this.setTimer("patience", ms(150) + this.random() * ms(150));
  }

  stand() {
    this.follow(this.disk.term + 1);
    this.role = "candidate";
    this.disk.choice = this.address;
    this.votes = [this.address];
    this.tellAll("plea");
  }

  consider(candidate: Address) {
    this.disk.choice ||= candidate;
    if (this.disk.choice === candidate) this.tell(candidate, "vote");
  }

  count(voter: Address) {
    if (!this.votes.includes(voter)) this.votes.push(voter);
    if (this.votes.length > peers.length / 2) this.lead();
  }

  lead() {
    if (this.role !== "leader") this.invoke({ leads: this.disk.term });
    this.role = "leader";
    this.tellAll("pulse");
    this.setTimer("patience", ms(50));
  }

  tell(peer: Address, kind: Word["kind"]) {
    this.send(peer, { kind, term: this.disk.term });
  }

  tellAll(kind: Word["kind"]) {
    for (const peer of peers) if (peer !== this.address) this.tell(peer, kind);
  }
}

const isLeads = (text: string): boolean => text.startsWith('{"leads"');

test("an election over 40 seeds with loss and crashes: never two leaders in one term", () => {
  let terms = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const run = simulate({
      seed,
      nodes: Object.fromEntries(peers.map((name) => [name, new Peer()])),
      links: mesh(peers, { delay: ms(10), jitter: ms(10), loss: percent(20) }),
      faults: peers.flatMap((peer, i) => [
        crash(peer, ms(300 + 100 * i)),
        restart(peer, ms(330 + 100 * i)),
      ]),
      until: seconds(3),
    });
    const led = run.trace.data.strings.filter(isLeads);
    const claims: string[] = [];
    for (let row = 0; row < run.trace.rows; row++) {
      const text = run.trace.text(row);
      if (run.trace.kind(row) === EventKind.invoke && isLeads(text)) claims.push(text);
    }
    assert.equal(claims.length, led.length, `seed ${seed}: two leaders in one term`);
    terms += claims.length;
  }
  assert.ok(terms >= 40);
});
