/** What a story can yield: all that takes time. What takes none, it simply does. */

/** A command, made by the methods of `Story`. */
export type Command =
  | { kind: "pause"; duration: number }
  | { kind: "hear"; patience: number }
  | { kind: "acquire"; resource: string };

/** The generator of a story. */
export type Telling = Generator<Command, void, unknown>;
