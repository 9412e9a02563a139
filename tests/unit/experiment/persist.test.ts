import assert from "node:assert/strict";
import { test } from "node:test";
import { Keeper, type Store } from "../../../src/experiment/persist.ts";
import { readState } from "../../../src/experiment/read-state.ts";
import { withKnob } from "../../../src/experiment/state.ts";
import { page, untouched } from "./page.ts";

/** A store in memory that refuses what it is told to refuse. */
class Memory implements Store {
  readonly items = new Map<string, string>();
  refuses: "nothing" | "reading" | "writing" | "everything" = "nothing";

  #check(what: "reading" | "writing"): void {
    if (this.refuses === what || this.refuses === "everything")
      throw new DOMException("no", "QuotaExceededError");
  }
  getItem(key: string): string | null {
    this.#check("reading");
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#check("writing");
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.#check("writing");
    this.items.delete(key);
  }
}

const changed = withKnob(untouched(), "loss", 20);

test("what is saved comes back, to the same page only", () => {
  const store = new Memory();
  const keeper = new Keeper(store, "course:", "unit/one");
  assert.equal(keeper.read(), undefined);
  assert.equal(keeper.save(changed), "");
  const saved = new Keeper(store, "course:", "unit/one").read();
  assert.ok(saved !== undefined && "state" in saved);
  assert.deepEqual(readState(saved.state, page), { state: changed, problems: [] });
  assert.equal(new Keeper(store, "course:", "unit/two").read(), undefined);
  assert.equal(new Keeper(store, "other:", "unit/one").read(), undefined);
  keeper.clear();
  assert.equal(keeper.read(), undefined);
});

test("a page without a store says so when it would save, and only then", () => {
  const keeper = new Keeper(undefined, "c:", "p");
  assert.equal(keeper.read(), undefined);
  assert.match(keeper.save(changed), /does not keep anything.*“Copy link” takes them with you/);
  keeper.clear();
});

test("a store that is full or forbidden is said, never thrown", () => {
  const store = new Memory();
  const keeper = new Keeper(store, "c:", "p");
  store.refuses = "writing";
  assert.match(keeper.save(changed), /does not keep anything/);
  keeper.clear();
  assert.equal(keeper.read(), undefined);
  store.refuses = "everything";
  assert.deepEqual(Object.keys(keeper.read() ?? {}), ["problem"]);
  assert.match(keeper.save(changed), /does not keep anything/);
  store.refuses = "nothing";
  assert.equal(keeper.save(changed), "");
});

test("what was saved and cannot be read is said, and outlives what is saved after it", () => {
  const store = new Memory();
  new Keeper(store, "c:", "p").save(changed);
  const [key] = store.items.keys();
  store.items.set(key, "{ damaged");
  const keeper = new Keeper(store, "c:", "p");
  const saved = keeper.read();
  assert.ok(saved !== undefined && "problem" in saved);
  assert.match(saved.problem, /cannot be read\. It has been left as it is/);
  assert.equal(store.items.get(key), "{ damaged");
  keeper.save(changed);
  assert.equal(store.items.get(key), JSON.stringify(changed));
  assert.deepEqual(
    [...store.items.values()].toSorted(),
    [JSON.stringify(changed), "{ damaged"].toSorted(),
  );
});
