/** What faults ask of links, in the terms of these. */

/** What a link is like for a while, where that is not as it was set up. Times in ns. */
export type LinkChange = { bandwidth?: number; delay?: number; loss?: number };

/** What faults do to a packet, as far as a link needs to know. */
export type PacketDeed =
  | { verb: "drop"; at?: number }
  | { verb: "corrupt"; bit?: number }
  | { verb: "delay"; by: number }
  | { verb: "duplicate" }
  | { verb: "hold" }
  | { verb: "release"; at: number };
