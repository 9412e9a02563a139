import type { Network } from "../../network/network.ts";
import type { World } from "../../network/world.ts";
import type { Process } from "../../process/process.ts";
import type { Node } from "../node.ts";
import type { FaultLuck } from "./luck.ts";

/** What faults strike at. */
export type Target = {
  readonly world: World;
  readonly nodes: readonly Node[];
  readonly network: Network;
  indexOf(name: string): number;
  /** Fault `index` strikes again at `time` (ns). */
  again(index: number, time: number): void;
  /** What fault `index` does ends at `time` (ns). */
  relieve(index: number, time: number): void;
  readonly luck: FaultLuck;
  /** A process of the class that the spec has under this name. */
  program(name: string): Process;
};

/** What a fault does once. `index` is its place in the list of faults. */
export type Strike<F> = (target: Target, fault: F, index: number) => void;

/** How the faults of one family strike, and how what they do ends where it does. */
export type Strikes<F extends { verb: string }> = {
  /** How those are entered into the queue that do not simply strike at their time `at`. */
  enter: { [V in F["verb"]]?: Strike<Extract<F, { verb: V }>> };
  strike: { [V in F["verb"]]: Strike<Extract<F, { verb: V }>> };
  relieve: { [V in F["verb"]]?: Strike<Extract<F, { verb: V }>> };
};
