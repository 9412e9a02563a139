/** Which messages met a node in which of its phases, and how often. */
import type { Process } from "../../process/process.ts";
import type { System } from "./system.ts";

/** One box of the table of phases and messages. */
export type Covered = {
  node: string;
  /** What the process says of itself: its field or getter `phase`; else "any". */
  phase: string;
  /** The `kind` or `type` of a message; else what it is. A timer by its name. */
  message: string;
  /** Steps that were tried in this box; 0: it has never been met. */
  count: number;
};

/** All boxes, node by node: every phase that was seen with every message that came to that node. */
export function coverageOf({ names, nodes, events }: System): Covered[] {
  return nodes.flatMap((locals, node) => {
    const counts = new Map<string, Map<string, number>>();
    const messages = new Set<string>();
    for (const [state, transitions] of locals.transitions.entries()) {
      const phase = phaseOf(locals.list[state].process);
      const row = counts.get(phase) ?? new Map<string, number>();
      counts.set(phase, row);
      transitions.forEach(({ count }, event) => {
        const message = nameOf(events.list[event], () => events.bodyOf(event));
        messages.add(message);
        row.set(message, (row.get(message) ?? 0) + count);
      });
    }
    return [...counts].flatMap(([phase, row]) =>
      [...messages].map((message): Covered => ({
        node: names[node],
        phase,
        message,
        count: row.get(message) ?? 0,
      })),
    );
  });
}

function phaseOf(process: Process): string {
  const { phase } = process as { phase?: unknown };
  return typeof phase === "string" || typeof phase === "number" ? String(phase) : "any";
}

type Named = { kind: "arrival" } | { kind: "timeout"; timer: string };

function nameOf(event: Named, body: () => unknown): string {
  if (event.kind === "timeout") return `timer ${event.timer}`;
  return kindOfMessage(body());
}

function kindOfMessage(body: unknown): string {
  if (typeof body !== "object" || body === null) return body === null ? "null" : typeof body;
  if (body instanceof Uint8Array) return "bytes";
  if (Array.isArray(body)) return "list";
  const { kind, type } = body as { kind?: unknown; type?: unknown };
  if (typeof kind === "string") return kind;
  return typeof type === "string" ? type : "object";
}
