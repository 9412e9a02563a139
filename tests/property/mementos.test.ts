import assert from "node:assert/strict";
import { test } from "node:test";
import { simulate, type Spec } from "../../src/engine/index.ts";
import { Memento } from "../../src/engine/kernel/memento.ts";
import { Streams } from "../../src/engine/kernel/random.ts";
import { Player } from "../../src/engine/simulate/player.ts";
import { Simulation } from "../../src/engine/simulate/simulation.ts";
import { planRun } from "../../src/engine/simulate/spec.ts";
import { fingerprint } from "../../src/engine/trace/fingerprint.ts";
import { Past } from "../../src/engine/trace/past.ts";
import { sets } from "../unit/engine/golden/sets.ts";

const PER_RUN = 3;
const streams = new Streams("mementos");
const choice = streams.open("row");

/** A run is stopped at some of its rows; from each memento another one goes on to the end. */
function goesOn(spec: Spec, rows: readonly number[]): string[] {
  const plan = planRun(spec);
  const player = new Player(new Simulation(plan));
  const mementos = rows.map((row) => {
    player.playTo(row);
    const memento = new Memento();
    player.simulation.remember(memento);
    return memento;
  });
  player.play();
  const simulation = new Simulation(plan);
  simulation.world.trace.goOnFrom(new Past(player.simulation.world.trace.written, true));
  // The same one goes back again and again: nothing of a later moment may be left.
  return mementos.reverse().map((memento) => {
    memento.rewind();
    simulation.remember(memento);
    new Player(simulation).play();
    return fingerprint(simulation.finish().data);
  });
}

for (const [set, runs] of Object.entries(sets)) {
  for (const [name, spec] of Object.entries(runs)) {
    test(`from any moment on it is the same run: ${set}, ${name}`, () => {
      const { fingerprint, trace } = simulate(spec());
      const rows = Array.from({ length: PER_RUN }, () => streams.below(choice, trace.rows) + 1);
      rows.sort((a, b) => a - b);
      assert.deepEqual(
        goesOn(spec(), rows),
        rows.map(() => fingerprint),
        `rows ${rows.join(", ")} of ${trace.rows}`,
      );
    });
  }
}
