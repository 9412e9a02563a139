/** What stands under the nodes: the fields that the author chose, as the moment has them. */
import type { MomentData } from "../../src/notebook/protocol.ts";

export type Shown = { node: string; field: string };

/** Reads "alice.number bob.read". Throws if it is something else. */
export function readShow(show: string): Shown[] {
  return show
    .split(/\s+/)
    .filter((part) => part !== "")
    .map((part) => {
      const [node, field, rest] = part.split(".");
      if (!node || !field || rest !== undefined)
        throw new Error(`show="${show}": write node.field, for instance bob.read.`);
      return { node, field };
    });
}

/** One line a node. A text loses its quotation marks; its spaces stay visible. */
export function statusesOf(shown: readonly Shown[], moment: MomentData): Record<string, string> {
  const statuses: Record<string, string> = {};
  for (const { node, field } of shown) {
    const value = moment.states[node]?.[field];
    if (value !== undefined) statuses[node] = `${field}: ${value}`;
  }
  return statuses;
}
