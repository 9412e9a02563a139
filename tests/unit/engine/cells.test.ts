/**
 * Pages' worth of cells: the register in which content is written must type-check against the
 * public API as it stands, and run. Everything here is imported from the public API alone.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Address,
  duplex,
  type Fault,
  ms,
  percent,
  Process,
  simulate,
  star,
} from "../../../src/engine/index.ts";

/** As the notebook's: here a knob is its value. */
const knob = (_label: string, options: { min: number; max: number; unit: string; value: number }) =>
  options.value;

/* A telegraph over a bad wire: number, acknowledgement, timer. */

const noise = knob("Signs lost", { min: 0, max: 60, unit: "%", value: 25 });
const telegram = [..."ARRIVING TUESDAY STOP BRING UMBRELLA"];

type Sign = { place: number; sign: string };
type Receipt = { place: number };

class Telegraphist extends Process {
  place = 0;

  start() {
    this.key();
  }

  key() {
    this.send("office", { place: this.place, sign: telegram[this.place] });
    this.setTimer("doubt", ms(200));
  }

  receive(receipt: Receipt) {
    if (receipt.place !== this.place) return;
    this.place += 1;
    if (this.place < telegram.length) this.key();
    else this.cancelTimer("doubt");
  }

  timeout() {
    this.key();
  }
}

class Office extends Process {
  tape = "";

  receive({ place, sign }: Sign, from: Address) {
    if (place === this.tape.length) this.tape += sign;
    this.send(from, { place });
  }
}

test("a lossy link with retransmission: the whole text arrives", () => {
  const faults: Fault[] = [];
  const run = simulate({
    seed: 11,
    nodes: { clara: new Telegraphist(), office: new Office() },
    links: [duplex("clara", "office", { delay: ms(30), loss: percent(noise) })],
    faults,
  });
  assert.equal(run.nodes.office.tape, telegram.join(""));
  assert.deepEqual(run.outcome, { kind: "finished" });
});

/* A ticket counter that keeps nothing: what is pending travels in the messages. */

type Slip = { seats: string[] };
type Wish = { kind: "hold" | "pay"; seat: string | null; slip: Slip };
type Claim = { buyer: Address; seats: string[] };
type Verdict = { kind: "verdict"; granted: boolean; buyer: Address };

class Counter extends Process {
  receive(message: Wish | Verdict, from: Address) {
    if (message.kind === "verdict") {
      const text = message.granted ? "Enjoy the play." : "Somebody was faster.";
      return this.send(message.buyer, { text, slip: { seats: [] } });
    }
    const { kind, seat, slip } = message;
    if (kind === "pay") return this.send("plan", { buyer: from, seats: slip.seats });
    const seats = seat ? [...slip.seats, seat] : slip.seats;
    this.send(from, { text: `${seats.length} held`, slip: { seats } });
  }
}

class SeatingPlan extends Process {
  free: Record<string, number> = { box: 1, stalls: 9 };

  receive({ buyer, seats }: Claim, counter: Address) {
    const granted = seats.every((seat) => this.free[seat] > 0);
    if (granted) for (const seat of seats) this.free[seat] -= 1;
    this.send(counter, { kind: "verdict", granted, buyer });
  }
}

class Guest extends Process {
  wishes: string[];
  slip: Slip = { seats: [] };
  reads = "";

  constructor(wishes: string[]) {
    super();
    this.wishes = wishes;
  }

  start() {
    this.ask();
  }

  ask() {
    const seat = this.wishes.shift() ?? null;
    const kind = seat ? "hold" : "pay";
    this.send("counter", { kind, seat, slip: this.slip });
  }

  receive(answer: { text: string; slip: Slip }) {
    this.reads = answer.text;
    this.slip = answer.slip;
    if (this.slip.seats.length) this.ask();
  }
}

test("a counter that forgets: one box, two guests, and it is sold once", () => {
  const run = simulate({
    seed: 11,
    nodes: {
      eva: new Guest(["box", "stalls"]),
      max: new Guest(["box"]),
      counter: new Counter(),
      plan: new SeatingPlan(),
    },
    links: [
      ...star("counter", ["eva", "max"], { delay: ms(30) }),
      duplex("counter", "plan", { delay: ms(1) }),
    ],
    faults: [],
  });
  assert.deepEqual(run.nodes.plan.free, { box: 0, stalls: 9 });
  assert.equal(run.nodes.max.reads, "Enjoy the play.");
  assert.equal(run.nodes.eva.reads, "Somebody was faster.");
});
