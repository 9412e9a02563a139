/** What faults do to a packet, as far as a link needs to know. */
export type PacketDeed =
  | { verb: "drop"; at?: number }
  | { verb: "corrupt"; bit?: number }
  | { verb: "delay"; by: number }
  | { verb: "duplicate" }
  | { verb: "hold" }
  | { verb: "release"; at: number };
