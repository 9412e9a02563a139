import assert from "node:assert/strict";
import { test } from "node:test";
import {
  crash,
  edit,
  expire,
  type Fault,
  ms,
  Process,
  restart,
  Router,
  simulate,
  upgrade,
} from "../../../src/engine/index.ts";
import { moment } from "../../../src/engine/simulate.ts";
import { eventsOf, timesOf } from "./support.ts";
import { tick, TickerV2 } from "./ticker.ts";

test("upgrade: another class starts on the same disk; memory and timers are gone", () => {
  const classes = { TickerV2: new TickerV2() };
  const { spec, run } = tick([upgrade("a", "TickerV2", ms(25))], { classes });
  assert.deepEqual(run.nodes.b.heard, [0, 1, 2, "v2 from 3"]);
  assert.deepEqual(
    eventsOf(run, "crash", "upgrade", "restart").map(({ kind, time, text }) => [kind, time, text]),
    [
      ["crash", ms(25), undefined],
      ["upgrade", ms(25), "TickerV2"],
      ["restart", ms(25), undefined],
    ],
  );
  const { states } = moment(spec, run.trace.rows - 1);
  assert.deepEqual(states.a, { disk: { sent: 3 }, fresh: true });
  assert.ok((run.nodes.a as Process) instanceof TickerV2);
});

test("upgrade takes its time, and a node that is down runs the new class from its restart", () => {
  const classes = { TickerV2: new TickerV2() };
  const slowly = tick([upgrade("a", "TickerV2", ms(25), { downFor: ms(9) })], { classes }).run;
  assert.equal(eventsOf(slowly, "restart")[0].time, ms(34));
  const faults = [crash("a", ms(5)), upgrade("a", "TickerV2", ms(25)), restart("a", ms(40))];
  const { run } = tick(faults, { classes });
  assert.deepEqual(
    eventsOf(run, "upgrade", "restart").map(({ time }) => time),
    [ms(25), ms(40)],
  );
  assert.deepEqual(run.nodes.b.heard, [0, "v2 from 1"]);
});

test("an upgrade from a class without a disk leaves the new one its own", () => {
  const classes = { TickerV2: new TickerV2() };
  const { run } = tick([upgrade("b", "TickerV2", ms(1))], { classes });
  assert.deepEqual((run.nodes.b as unknown as TickerV2).disk, { sent: 0, version: 2 });
});

test("classes are copied like nodes, and unknown ones are refused by name", () => {
  const v2 = new TickerV2();
  tick([upgrade("a", "TickerV2", ms(5))], { classes: { TickerV2: v2 } });
  assert.deepEqual(v2, new TickerV2());
  const faults = [upgrade("a", "V3", ms(5))];
  assert.throws(
    () => tick(faults, { classes: { TickerV2: v2 } }),
    /\(upgrade\): to is "V3"; it must be the name of one of the spec's classes: TickerV2/,
  );
  const wrong = { V3: TickerV2 as unknown as Process };
  assert.throws(() => tick([], { classes: wrong }), /classes: "V3" is a function; it must be a pr/);
});

test("a router stays a router, and nothing else becomes one", () => {
  const classes = { Forwarder: new Router(), TickerV2: new TickerV2() };
  const toRouter = [upgrade("a", "Forwarder", ms(5))];
  assert.throws(
    () => tick(toRouter, { classes }),
    /\(upgrade\): to is "Forwarder"; a router stays/,
  );
});

/** Holds data of every kind, and says what it has when it is asked. */
class Holder extends Process {
  disk: { stock: Record<string, number> } = { stock: { dune: 1 } };
  list = [1, 2, 3];
  map = new Map<unknown, number>([["x", 1]]).set(7, 1);
  price = 10;
}

function held(faults: Fault[]) {
  const spec = { seed: 1, nodes: { a: new Holder() }, links: [], faults };
  return { spec, run: simulate(spec) };
}

test("edit sets a field by its path, and the moment of that row shows what it was before", () => {
  const { spec, run } = held([
    edit("a", "price", 12, 1),
    edit("a", "disk.stock.emma", 5, 2),
    edit("a", "list.1", "two", 3),
    edit("a", "map.x", 2, 4),
    edit("a", "map.7", 8, 5),
  ]);
  const { disk, list, map, price } = run.nodes.a;
  assert.deepEqual([price, list, disk.stock], [12, [1, "two", 3], { dune: 1, emma: 5 }]);
  assert.deepEqual(
    [...map],
    [
      ["x", 2],
      [7, 8],
    ],
  );
  const [first] = eventsOf(run, "edit");
  assert.equal(first.text, "price = 12");
  assert.deepEqual(moment(spec, first.row).changed, [
    { node: "a", field: "price", before: 10, after: 12 },
  ]);
});

test("an edit that leads nowhere ends the run and says where it ended", () => {
  const message = (field: string, ...before: Fault[]): string => {
    const { outcome } = held([...before, edit("a", field, 1, 9)]).run;
    assert.ok(outcome.kind === "error" && outcome.time === 9);
    return outcome.message;
  };
  assert.match(message("prize"), /field is "prize", but a \(Holder\) has no "prize"; it has disk,/);
  assert.match(message("disk.shelf.dune"), /a \(Holder\): disk has no "shelf"; it has stock/);
  assert.match(message("price.x"), /a \(Holder\): price has no "x"; it is 10/);
  assert.match(message("disk.__proto__"), /disk has no "__proto__"/);
  assert.match(message("price", crash("a", 1)), /but a, down, has no "price"; it has disk/);
});

test("the disk of a node that is down can be edited; it starts with that", () => {
  const faults = [crash("a", 1), edit("a", "disk.stock.dune", 9, 2), restart("a", 3)];
  assert.deepEqual(held(faults).run.nodes.a.disk, { stock: { dune: 9 } });
});

test("expire: a running timer runs out at once; one that is not running does not", () => {
  const { run } = tick([expire("a", "tick", ms(5)), expire("a", "tock", ms(6))]);
  assert.deepEqual(timesOf(run, "timeout"), [ms(5), ms(15), ms(25), ms(35), ms(45), ms(55)]);
});
