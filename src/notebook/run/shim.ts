/**
 * What a cell has in place of the browser's clock, chance and locale: the engine's own arithmetic,
 * and sentences that say why the rest is not there. One shim, the same in worker, build and tests.
 */
import { describe } from "./describe.ts";

type Refusing = (...values: never[]) => never;

function refuse(what: string, instead: string): Refusing {
  return () => {
    throw new Error(`${what} is not for cells: ${instead}`);
  };
}

const clock = "a run is computed, not waited for. Use this.now and this.setTimer in a process.";
const chance = "chance comes from the seed. Use this.random() in a process.";
const place = "its answer depends on the reader's machine. Write the format out.";

/** An object whose every use throws `refusal`. */
function refusingObject(refusal: Refusing): object {
  return new Proxy(function absent() {}, {
    get: refusal,
    set: refusal,
    apply: refusal,
    construct: refusal,
    has: refusal,
  });
}

/** Where a cell's `console` writes to. */
export type Say = (line: () => string) => void;

/** The names that replace the host's in a cell. `portableMath` is the engine's arithmetic. */
export function shimScope(portableMath: object, say: Say): Record<string, unknown> {
  const timer = refuse("A timer of the browser", clock);
  return {
    Math: Object.freeze({ ...ownMath(portableMath), random: refuse("Math.random", chance) }),
    Date: refusingObject(refuse("Date", clock)),
    Intl: refusingObject(refuse("Intl", place)),
    performance: refusingObject(refuse("performance", clock)),
    setTimeout: timer,
    setInterval: timer,
    setImmediate: timer,
    requestAnimationFrame: timer,
    queueMicrotask: timer,
    console: consoleFor(say),
  };
}

function ownMath(portableMath: object): object {
  return Object.fromEntries(
    Object.getOwnPropertyNames(portableMath).map((name) => [
      name,
      (portableMath as Record<string, unknown>)[name],
    ]),
  );
}

function consoleFor(say: Say): object {
  const write = (...values: unknown[]) => say(() => values.map(describe).join(" "));
  return Object.freeze({ log: write, info: write, warn: write, error: write, debug: write });
}

const localeMethods: [object, string[]][] = [
  [String.prototype, ["localeCompare", "toLocaleLowerCase", "toLocaleUpperCase"]],
  [Number.prototype, ["toLocaleString"]],
  [BigInt.prototype, ["toLocaleString"]],
  [Array.prototype, ["toLocaleString"]],
  [Object.prototype, ["toLocaleString"]],
];

/** Takes the methods whose answers depend on the machine's language away from this realm. */
export function removeLocale(): void {
  for (const [prototype, names] of localeMethods) {
    for (const name of names) {
      Object.defineProperty(prototype, name, {
        value: refuse(name, place),
        configurable: true,
        writable: true,
        enumerable: false,
      });
    }
  }
}
