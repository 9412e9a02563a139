/** What customers must not do, and what ends them: bad input, limits, errors. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Customers,
  type Life,
  ms,
  type Process,
  resource,
  seconds,
  simulate,
  type Spec,
} from "../../../src/engine/index.ts";

const alone = (a: Process, more: Partial<Spec> = {}) =>
  simulate({ seed: 1, nodes: { a }, links: [], ...more });

/** How a run ends whose only customer does this. */
function end(life: (shop: Customers, till: ReturnType<typeof resource>) => Life) {
  class Bad extends Customers {
    till = resource(1);
    start(): void {
      this.begin(life(this, this.till));
    }
  }
  return alone(new Bad()).outcome;
}

test("what is wrong is refused, with the node, the time and the remedy", () => {
  const message = (life: Parameters<typeof end>[0]): string => {
    const outcome = end(life);
    assert.ok(outcome.kind === "error" && outcome.node === "a", outcome.kind);
    return `${outcome.time} ${outcome.message}`;
  };
  const bad: [Parameters<typeof end>[0], RegExp][] = [
    [
      function* (shop) {
        yield shop.hold(ms(3));
        yield shop.hold(-1);
      },
      /^3000000 RangeError: hold\(duration\): duration is -1; it must be a number of nanoseconds/,
    ],
    [
      function* (shop) {
        yield shop.hold(NaN);
      },
      /duration is NaN/,
    ],
    [
      function* (shop) {
        yield shop.seize(undefined as never);
      },
      /seize\(resource\): the resource is undefined; it must be a field that resource/,
    ],
    [
      function* (shop, till) {
        yield shop.use(till, Infinity);
      },
      /use\(resource, duration\): duration is Infinity/,
    ],
    [
      function* (shop, till) {
        shop.release(till);
        yield shop.hold(1);
      },
      /release\(resource\): none of it is taken/,
    ],
    [
      function* (shop) {
        shop.hold(1);
        yield shop.hold(1);
      },
      /hold\(duration\): the step before was not yielded. Write yield/,
    ],
    [
      function* (shop) {
        yield shop.hold(1);
        shop.hold(1);
      },
      /^1 Error: a customer left instead of waiting. Write yield/,
    ],
    [
      function* () {
        yield 5 as never;
      },
      /a customer yielded what is no step/,
    ],
    [
      function* (shop) {
        shop.begin(shop.begin as never);
        yield shop.hold(1);
      },
      /begin\(life\): life is a function; it must be a generator: begin\(this.customer\(\)\)/,
    ],
    [
      function* (shop) {
        while (true) yield shop.hold(0);
      },
      /^0 RangeError: customers took 10,000,000 steps in one instant: somebody goes round for ever/,
    ],
  ];
  for (const [life, expected] of bad) assert.match(message(life), expected);
  assert.throws(() => resource(0), /resource\(capacity\): capacity is 0; it must be a whole/);
  assert.throws(() => resource(1.5), RangeError);
});

test("only customers wait; and there are at most a million", () => {
  class Hasty extends Customers {
    start(): void {
      this.hold(1);
    }
  }
  const hasty = alone(new Hasty()).outcome;
  assert.ok(hasty.kind === "error");
  assert.match(hasty.message, /hold\(duration\): only customers wait. Begin one/);
  class Crowd extends Customers {
    start(): void {
      for (;;) this.begin(this.guest(), seconds(1));
    }
    *guest(): Life {
      yield this.hold(1);
    }
  }
  const crowd = alone(new Crowd()).outcome;
  assert.ok(crowd.kind === "error");
  assert.match(crowd.message, /a million customers are under way/);
});

test("limits of the run hold within a handler that goes on through time", () => {
  class Endless extends Customers {
    start(): void {
      this.begin(this.clock());
    }
    *clock(): Life {
      for (;;) yield this.hold(ms(1));
    }
  }
  const events = alone(new Endless(), { limits: { events: 1_000 } });
  assert.deepEqual([events.outcome.kind, events.metrics.events], ["limit", 1_000]);
  const time = alone(new Endless(), { limits: { time: seconds(1) } });
  assert.ok(time.outcome.kind === "limit" && time.outcome.limit === "time");
  const until = alone(new Endless(), { until: ms(10) });
  assert.equal(until.metrics.endTime, ms(10));
});

test("a customer whose step throws, and is caught by the handler, leaves the others alone", () => {
  class Careful extends Customers {
    done = 0;
    start(): void {
      this.begin(this.sound());
      try {
        this.begin(this.broken());
      } catch {
        this.begin(this.sound());
      }
    }
    *sound(): Life {
      yield this.hold(ms(1));
      this.done += 1;
    }
    *broken(): Life {
      yield this.hold(-1);
    }
  }
  const run = simulate({ seed: 1, nodes: { a: new Careful() }, links: [] });
  assert.equal(run.nodes.a.done, 2);
});
