import type { Network } from "../../network/network.ts";
import type { Node } from "../node.ts";

/** What faults strike at. */
export type Target = {
  readonly nodes: readonly Node[];
  readonly network: Network;
  indexOf(name: string): number;
};

/** Strikes once. `index` is the fault's place in the list of faults. */
export type Strike<F> = (target: Target, fault: F, index: number) => void;
