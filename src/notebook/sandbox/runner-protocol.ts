/** Between the page and the frame that holds its workers. */

/** Page → runner, by the port of one worker. */
export type ToRunner =
  { kind: "stop" } | { kind: "credit"; credit: number } | { kind: "to-worker"; data: unknown };

/** Runner → page. */
export type FromRunner =
  | { kind: "from-worker"; data: unknown }
  | { kind: "broken"; message: string }
  | { kind: "flooded" }
  | { kind: "stopped" };
