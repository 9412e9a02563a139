import type { Network } from "../../network/network.ts";
import type { World } from "../../network/world.ts";
import type { Node } from "../node.ts";

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
};

/** What a fault does once. `index` is its place in the list of faults. */
export type Strike<F> = (target: Target, fault: F, index: number) => void;

/** How the faults of one family strike, and how what they do ends where it does. */
export type Strikes<F extends { verb: string }> = {
  strike: { [V in F["verb"]]: Strike<Extract<F, { verb: V }>> };
  relieve: { [V in F["verb"]]?: Strike<Extract<F, { verb: V }>> };
};
