import assert from "node:assert/strict";
import { test } from "node:test";
import { duplex, ms, Process, simulate } from "../../../src/engine/index.ts";
import { eventsOf, Listener, timesOf } from "./support.ts";

class Clerk extends Process {
  served = 0;
  receive(message: unknown, from: string): void {
    this.work(ms(100));
    this.served += 1;
    this.note(`now it is ${this.now}`);
    this.send(from, message);
  }
}

test("work keeps a process busy: what it does afterwards is late, and messages wait", () => {
  class Customer extends Listener {
    start(): void {
      for (let i = 0; i < 3; i++) this.send("clerk", i);
    }
  }
  const run = simulate({
    seed: 1,
    nodes: { customer: new Customer(), clerk: new Clerk() },
    links: duplex("customer", "clerk", { delay: ms(10) }),
  });
  assert.deepEqual(run.nodes.customer.heard, [0, 1, 2]);
  assert.deepEqual(run.nodes.customer.times, [ms(120), ms(220), ms(320)]);
  const received = eventsOf(run, "receive").filter((event) => event.node === "clerk");
  assert.deepEqual(
    received.map((event) => event.time),
    [ms(10), ms(110), ms(210)],
  );
  assert.deepEqual(
    eventsOf(run, "note").map((event) => [event.time, event.text]),
    [110, 210, 310].map((time) => [ms(time), `now it is ${ms(time)}`]),
  );
  assert.deepEqual(timesOf(run, "work"), [ms(10), ms(110), ms(210)]);
});

test("work adds up, a timeout waits for it, and a timer counts from its end", () => {
  class Worker extends Process {
    start(): void {
      this.setTimer("early", ms(5));
      this.work(ms(10));
      this.setTimer("late", ms(5));
      this.work(ms(20));
    }
    timeout(): void {}
  }
  const run = simulate({ seed: 1, nodes: { a: new Worker() }, links: [] });
  const seen = eventsOf(run, "work", "timeout", "timerSet");
  assert.deepEqual(
    seen.map((event) => [event.kind, event.time / 1e6, event.text ?? event.duration]),
    [
      ["timerSet", 0, "early"],
      ["work", 0, ms(10)],
      ["timerSet", 10, "late"],
      ["work", 10, ms(20)],
      ["timeout", 30, "early"],
      ["timeout", 30, "late"],
    ],
  );
});

test("a timeout that waits for a busy process is withdrawn when its timer is cancelled", () => {
  class Busy extends Process {
    heard: string[] = [];
    start(): void {
      this.setTimer("first", ms(1));
      this.setTimer("second", ms(2));
      this.work(ms(10));
    }
    timeout(timer: string): void {
      this.heard.push(timer);
      this.cancelTimer("second");
    }
  }
  const run = simulate({ seed: 1, nodes: { a: new Busy() }, links: [] });
  assert.deepEqual(run.nodes.a.heard, ["first"]);
});
