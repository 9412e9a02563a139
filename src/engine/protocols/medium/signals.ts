/** What a shared medium is like, and what it and its stations say to each other. */
import type { Address } from "../../process/host.ts";
import type { Reach } from "./reach.ts";

/** What a medium is like. All but the bandwidth may be left out. */
export type MediumOptions = Partial<Reach> & {
  /** Bits a second, 0.001 to 10¹⁸. Default speed: 200,000,000 m/s, two thirds of light's. */
  bandwidth: number;
  /**
   * Whether stations are told of silence, signals and collisions. Those that do not listen need
   * not be; it saves most of the messages. Default true.
   */
  senses?: boolean;
  /** Whether a station that sends hears others, as on a cable but not by radio. Default true. */
  detects?: boolean;
};

/** What a station says to the medium: it begins to send a frame, or stops in the middle of one. */
export type ToMedium =
  { kind: "send"; to: Address; bytes: number; body: unknown } | { kind: "stop" };

/** What the medium lets a station notice. */
export type FromMedium =
  /** There is a signal here where there was none, or none any more (carrier sense). */
  | { kind: "busy" }
  | { kind: "idle" }
  /** Two signals overlap here; one of them may be the station's own. */
  | { kind: "collision" }
  /** The station's own frame is out; `isSound` if nothing has overlapped with it here. */
  | { kind: "sent"; isSound: boolean }
  /** A frame for this station has come, untouched. */
  | { kind: "frame"; from: Address; body: unknown };
