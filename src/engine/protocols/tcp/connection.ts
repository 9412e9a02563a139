/** A connection as its parts see it: its state, and what they may do with it. */
import type { SendOptions } from "../../process/host.ts";
import type { Congestion, CongestionControl } from "./congestion.ts";
import type { Receiving, Sending } from "./halves.ts";
import type { RoundTrip } from "./rtt.ts";
import type { Segment } from "./segment.ts";
import type { TcpSettings } from "./settings.ts";

/** The states of a connection (RFC 9293 §3.3.2). */
export type State =
  | "CLOSED"
  | "LISTEN"
  | "SYN-SENT"
  | "SYN-RECEIVED"
  | "ESTABLISHED"
  | "FIN-WAIT-1"
  | "FIN-WAIT-2"
  | "CLOSE-WAIT"
  | "CLOSING"
  | "LAST-ACK"
  | "TIME-WAIT";

/** Why a connection is no more. */
export type Reason = "closed" | "reset" | "timed out";

/** An end of a connection. */
export type Tcp = {
  readonly settings: TcpSettings;
  /** The other end; null before it is known. */
  peer: string | null;
  state: State;
  sending: Sending;
  receiving: Receiving;
  roundTrip: RoundTrip;
  congestion: Congestion;
  /** What is in use on this connection, since both ends understand it. */
  agreed: { sack: boolean; timestamps: boolean; scale: boolean };
  /** Whether this end waits for others to call; a reset call leads back there. */
  isPassive: boolean;
  /** Whether data is handed on as it comes. */
  readsAtOnce: boolean;
  control(): CongestionControl;
  /** Waits for a call. */
  listen(): void;
  /** The congestion window may have changed. */
  observe(): void;

  readonly now: number;
  random(): number;
  note(text: string): void;
  send(to: string, body: Segment, options: SendOptions): void;
  setTimer(name: string, after: number): void;
  cancelTimer(name: string): void;

  connected(): void;
  data(text: string, bytes: number): void;
  ended(): void;
  closed(reason: Reason): void;
};

/** The names of the timers. */
export const Timer = {
  retransmit: "retransmit",
  persist: "persist",
  delayedAck: "delayed ack",
  timeWait: "time-wait",
} as const;

/** Goes over to a state, and says so. */
export function become(tcp: Tcp, state: State): void {
  if (tcp.state === state) return;
  tcp.state = state;
  tcp.note(state);
}
