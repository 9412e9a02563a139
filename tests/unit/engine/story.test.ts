import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Address,
  crash,
  duplex,
  exponentially,
  mm1,
  ms,
  Process,
  restart,
  seconds,
  simulate,
  type Spec,
  Story,
} from "../../../src/engine/index.ts";
import { copyProcess } from "../../../src/engine/process/copy.ts";
import { setHost, hostOf } from "../../../src/engine/process/host.ts";
import { forgetTellings } from "../../../src/engine/process/story/teller.ts";
import { moment } from "../../../src/engine/simulate.ts";
import { eventsOf } from "./support.ts";

type Page = { cart: string[] };

/** Puts a book into the cart; is silent about `emma` at first. */
class Shop extends Process<{ add: string }, Page> {
  cart: string[] = [];
  deaf = true;
  receive({ add }: { add: string }, from: Address): void {
    if (add === "emma" && this.deaf) {
      this.deaf = false;
      return;
    }
    this.cart.push(add);
    this.send(from, { cart: this.cart });
  }
}

/** Browses, thinks, and asks again where there is no answer. */
class Ann extends Story<Page, { add: string }> {
  tries = 0;
  *tell() {
    for (const book of ["dune", "emma"]) {
      yield this.pause(Math.floor(ms(100) + this.random() * ms(50)));
      let page: Page | null = null;
      while (page === null) {
        this.tries += 1;
        page = (yield this.ask("shop", { add: book }, ms(80))) as Page | null;
        if (page === null) this.note(`no answer about ${book} by ${this.now}`);
      }
      this.note(`in the cart: ${page.cart.join(", ")}`);
    }
  }
}

function visit(ann: Ann = new Ann(), faults: Spec["faults"] = []) {
  const links = duplex("ann", "shop", { delay: ms(20) });
  const spec = { seed: 2, nodes: { ann, shop: new Shop() }, links, faults };
  return { spec, run: simulate(spec) };
}

const notes = (run: ReturnType<typeof visit>["run"]) =>
  eventsOf(run, "note").map(({ text }) => text);

test("a story goes from top to bottom: it pauses, asks, loses patience and asks again", () => {
  const { run } = visit();
  const told = notes(run);
  assert.equal(told.length, 3);
  assert.equal(told[0], "in the cart: dune");
  assert.match(told[1] as string, /^no answer about emma by \d+$/);
  assert.equal(told[2], "in the cart: dune, emma");
  assert.equal(run.nodes.ann.tries, 3);
  assert.equal(run.outcome.kind, "finished");
  assert.equal(run.nodes.ann.told.journals.size, 0);
});

test("a crash ends it; after a restart it begins afresh", () => {
  const { run } = visit(new Ann(), [crash("ann", ms(170)), restart("ann", ms(300))]);
  const pauses = eventsOf(run, "start", "restart").map(({ time }) => time);
  assert.deepEqual(pauses.slice(-1), [ms(300)]);
  assert.equal(notes(run).filter((text) => text?.startsWith("in the cart: dune")).length, 3);
});

/** Loses its generators before everything that happens to it, as if it had been copied. */
class Forgetful extends Ann {
  receive(message: Page): void {
    forgetTellings(this);
    super.receive(message, "shop");
  }
  timeout(timer: string): void {
    forgetTellings(this);
    super.timeout(timer);
  }
}

test("told again from its journal it is the same run, and fields are counted once", () => {
  const { run } = visit(new Forgetful());
  const plain = visit().run;
  assert.equal(run.fingerprint, plain.fingerprint);
  assert.equal(run.nodes.ann.tries, 3);
});

test("its state is plain: it can be shown at every moment, and copied amid the story", () => {
  const { spec, run } = visit();
  const [first] = eventsOf(run, "send");
  const { states, changed } = moment(spec, first.row + 1);
  assert.equal((states.ann.told as { listeners: Map<number, number> }).listeners.size, 1);
  assert.ok(Array.isArray(changed));
  const halfway = simulate({ ...spec, until: ms(200) });
  const copy = copyProcess("ann", halfway.nodes.ann);
  assert.equal(copy.told.journals.size, 1);
  assert.notEqual(copy.told.journals, halfway.nodes.ann.told.journals);
  setHost(copy, hostOf(halfway.nodes.ann, "test"));
  assert.doesNotThrow(() => copy.receive({ cart: ["late"] }, "shop"));
});

test("a story that depends on a field that changes says so when it is told again", () => {
  class Fickle extends Story {
    mood = 0;
    *tell() {
      yield this.pause(ms(1));
      this.mood += 1;
      if (this.mood > 1) yield this.hear();
      yield this.pause(ms(1));
      yield this.pause(ms(1));
    }
    timeout(timer: string): void {
      forgetTellings(this);
      super.timeout(timer);
    }
  }
  const { outcome } = simulate({ seed: 1, nodes: { a: new Fickle() }, links: [] });
  assert.ok(outcome.kind === "error");
  assert.match(outcome.message, /the story of visitor 0 went another way when it was told again/);
});

test("visitors share a resource, first come, first served", () => {
  class Queue extends Story {
    capacity = { till: 2 };
    served: number[] = [];
    *tell(visitor: number) {
      if (visitor < 4) this.begin(visitor + 1);
      yield this.acquire("till");
      yield this.pause(ms(10 - visitor));
      this.served.push(visitor);
      this.release("till");
    }
  }
  const run = simulate({ seed: 1, nodes: { shop: new Queue() }, links: [] });
  // 0 until 10, 1 until 9, then 2 until 17, 3 until 17, 4 until 23.
  assert.deepEqual(run.nodes.shop.served, [1, 0, 2, 3, 4]);
  assert.equal(run.metrics.endTime, ms(23));
});

test("answers find their visitor by number; those who left get none", () => {
  class Twins extends Story<{ visitor: number }, unknown> {
    heard: unknown[] = [];
    *tell(visitor: number) {
      if (visitor === 0) this.begin(1);
      const wait = visitor === 0 ? ms(10) : undefined;
      const answer = (yield this.ask("echo", { visitor }, wait)) as { visitor: number } | null;
      this.heard.push([visitor, answer?.visitor ?? null]);
    }
  }
  class Reverse extends Process<{ visitor: number }> {
    asked: { visitor: number }[] = [];
    receive(message: { visitor: number }, from: Address): void {
      this.asked.unshift(message);
      if (this.asked.length === 2) for (const each of this.asked) this.send(from, each);
    }
  }
  const nodes = { twins: new Twins(), echo: new Reverse() };
  const links = duplex("twins", "echo", { delay: ms(20) });
  const run = simulate({ seed: 1, nodes, links });
  assert.deepEqual(run.nodes.twins.heard, [
    [0, null],
    [1, 1],
  ]);
});

test("a story that throws ends the run; commands that are none are refused", () => {
  const message = (command: (story: Story) => unknown): string => {
    class Bad extends Story {
      *tell() {
        command(this);
        yield this.pause(1);
      }
    }
    const { outcome } = simulate({ seed: 1, nodes: { a: new Bad() }, links: [] });
    return outcome.kind === "error" ? outcome.message : outcome.kind;
  };
  assert.match(
    message((story) => story.pause(-1)),
    /pause\(duration\): duration is -1/,
  );
  assert.match(
    message((story) => story.hear(NaN)),
    /hear\(patience\): patience is NaN/,
  );
  assert.match(
    message((story) => story.acquire("till")),
    /acquire\("till"\): capacity has no such/,
  );
  assert.match(
    message((story) => story.begin(0)),
    /begin\(0\): the story of visitor 0 is being/,
  );
  assert.match(
    message((story) => story.begin(1.5)),
    /visitor is 1\.5; it must be a whole number/,
  );
});

test("M/M/1 with a generator for each customer is what theory says", () => {
  class Till extends Story {
    capacity = { till: 1 };
    spent = 0;
    *tell(customer: number) {
      if (customer < 60_000) {
        yield this.pause(exponentially(this.random(), ms(10)));
        this.begin(customer + 1);
      }
      const came = this.now;
      yield this.acquire("till");
      yield this.pause(exponentially(this.random(), ms(7)));
      this.release("till");
      this.spent += this.now - came;
    }
  }
  const run = simulate({ seed: 1, nodes: { till: new Till() }, links: [] });
  const mean = run.nodes.till.spent / 60_001 / seconds(1);
  const theory = mm1(0.7, 0.007).delay;
  assert.ok(Math.abs(mean / theory - 1) < 0.06, `${mean} beside ${theory}`);
});
