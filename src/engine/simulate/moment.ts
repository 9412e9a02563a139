/**
 * A moment of a run: what the trace does not hold. It is found by running the spec again, which
 * gives the same bytes every time: see `recording`.
 */
import { reasonOf } from "../kernel/check.ts";
import { type State, stateOf } from "../process/copy.ts";
import { Twins } from "../process/shelf.ts";
import { lineRegister } from "../process/line.ts";
import { type EventCode, EventKind } from "../trace/event.ts";
import { NOWHERE } from "../trace/trace.ts";
import { isEqual } from "./equal.ts";
import type { Node } from "./node.ts";
import type { Player } from "./player.ts";
import type { Simulation } from "./simulation.ts";

/** A field that an event changed. `undefined` where it was or is absent. */
export type Change = { node: string; field: string; before: unknown; after: unknown };

/**
 * The time from one row to the next. Of a handler that does several things, each row shows the
 * fields as they were when the next row was written.
 */
export type Moment = {
  /** The fields of every process; of a node that is down, its `disk`. */
  states: Record<string, State>;
  /** The fields of this row's node that differ from the moment before. */
  changed: Change[];
  /** The line of the cells that ran (from 1), or 0. */
  line: number;
};

const handlerKinds: ReadonlySet<number> = new Set<number>([
  EventKind.start,
  EventKind.restart,
  EventKind.receive,
  EventKind.timeout,
]);

const effectKinds: ReadonlySet<number> = new Set<number>([
  EventKind.send,
  EventKind.noRoute,
  EventKind.timerSet,
  EventKind.timerCancel,
  EventKind.work,
  EventKind.note,
  EventKind.invoke,
  EventKind.complete,
  EventKind.error,
]);

/** The moment of a row that has not been written yet; undefined if it never is. */
export function observe(player: Player, row: number): Moment | undefined {
  const { simulation } = player;
  const { trace } = simulation.world;
  const twins = simulation.nodes.map(() => new Twins());
  const seen: { before?: Snapshot; after?: Snapshot } = {};
  trace.watch(row, () => {
    seen.before = snapshot(simulation, twins);
    trace.watch(row + 1, () => {
      seen.after = snapshot(simulation, twins);
      player.stop();
    });
  });
  player.play();
  if (trace.rows <= row || seen.before === undefined) return undefined;
  return describe(simulation, row, seen.before, seen.after ?? snapshot(simulation, twins));
}

/** States of all nodes, or why they cannot be had; and the line register. */
type Snapshot = { states: Record<string, State>; line: number; first: number };

function snapshot({ nodes }: Simulation, twins: readonly Twins[]): Snapshot {
  const { line, first } = lineRegister;
  const states = Object.fromEntries(nodes.map((node, i) => [node.name, visible(node, twins[i])]));
  return { states, line, first };
}

/** The state of a node. A field that cannot be shown must not disturb the replay. */
function visible(node: Node, lists: Twins): State {
  try {
    return node.isUp ? stateOf(node.name, node.process, { lists }) : node.remains();
  } catch (error) {
    return { "(not shown)": reasonOf(error) };
  }
}

function describe(simulation: Simulation, row: number, before: Snapshot, after: Snapshot): Moment {
  const { kind, node } = simulation.world.trace.peek(row);
  const name = node === NOWHERE ? undefined : simulation.names[node];
  const changed =
    name === undefined ? [] : changesOf(name, before.states[name], after.states[name]);
  return { states: after.states, changed, line: lineOf(kind, before, after) };
}

function lineOf(kind: EventCode, before: Snapshot, after: Snapshot): number {
  if (handlerKinds.has(kind)) return after.first;
  return effectKinds.has(kind) ? before.line : 0;
}

function changesOf(node: string, before: State, after: State): Change[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changes: Change[] = [];
  for (const field of fields) {
    const change = { node, field, before: before[field], after: after[field] };
    if (!isEqual(change.before, change.after)) changes.push(change);
  }
  return changes;
}
