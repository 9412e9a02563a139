/** The nodes of a run, as they are shown to its network. */
import { PLAIN_ENVELOPE } from "../network/packet.ts";
import type { Stations } from "../network/stations.ts";
import type { Process } from "../process/process.ts";
import { checkRouter, Router, type RouterSettings } from "../process/router.ts";
import type { Node } from "./node.ts";
import { encodeNotice, NOTICE_BYTES } from "./notice.ts";
import type { Stage } from "./stage.ts";

/** How a process forwards, if it is a router. */
export function routerSettings(process: Process): RouterSettings | null {
  return process instanceof Router
    ? checkRouter("a router's forwarding", process.forwarding)
    : null;
}

/** What is needed of the run. */
type Owner = Pick<Stage, "post"> & {
  readonly names: readonly string[];
  readonly nodes: readonly Node[];
  /** Fills the table of a router that does not do so itself. */
  prepare(node: Node): void;
  fail(node: number, cause: number, error: unknown): never;
};

/** The nodes of a run that may still be in the making. */
export function stationsOf(owner: Owner): Stations {
  return {
    isUp: (node) => owner.nodes[node].isUp,
    life: (node) => owner.nodes[node].life,
    routes: (node) => (owner.nodes[node].process as Router).routes,
    deliver: (message, row, damage) => owner.nodes[message.to].deliver(message, row, damage),
    report: (node, message, row, notice) => {
      const encoded = encodeNotice(notice, owner.names[message.to], message);
      owner.post(node, message.from, encoded, NOTICE_BYTES, row, PLAIN_ENVELOPE);
    },
    reroute: () => {
      for (const node of owner.nodes) if (node.isUp) owner.prepare(node);
    },
    fail: (node, cause, error) => owner.fail(node, cause, error),
  };
}

/** Fills the table of a router that does not do so itself. */
export function prepareRouter(
  network: { shortestRoutes(node: number): Router["routes"]; forgetRoutes(node: number): void },
  { process, index }: Node,
): void {
  if (!(process instanceof Router)) return;
  if (process.forwarding.routing === "shortest") process.routes = network.shortestRoutes(index);
  network.forgetRoutes(index);
}
