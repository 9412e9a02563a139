/** The two halves of a connection, plain data: what is sent, and what is received. */
import type { Chunk } from "./chunk.ts";
import type { Range } from "./ranges.ts";

/**
 * The sending half. All places are counted from the SYN, which has place 0; the first byte has
 * place 1, the FIN the place behind the last byte.
 */
export type Sending = {
  /** ISS: the SYN's sequence number. */
  first: number;
  /** SND.UNA: the oldest place that has not been acknowledged. */
  unacknowledged: number;
  /** SND.NXT: what is sent next. A timeout sets it back. */
  next: number;
  /** The place behind the last one that was ever sent. */
  highest: number;
  /** SND.WND: what the other end has room for, beyond `unacknowledged`. */
  window: number;
  /** The largest window it ever offered. */
  largestWindow: number;
  /** SND.WL1 and SND.WL2: which segment told the window. */
  windowFrom: { place: number; ack: number };
  /** How many bits its windows are to be shifted by. */
  scale: number;
  /** Bytes of payload in a full segment. */
  mss: number;
  /** What has been written and not been acknowledged. */
  chunks: Chunk[];
  /** The place behind the last byte that was written. */
  end: number;
  /** Whether `close` was called: a FIN follows the last byte. */
  isClosing: boolean;
  /** Whether the retransmission timer runs. */
  isTimed: boolean;
  /** How often in a row the oldest segment has timed out. */
  timeouts: number;
  /** Probes of a shut window since anything was heard. */
  probes: number;
  /** The segment whose round trip is being measured: where it ends, when it left. */
  sample: { end: number; at: number } | null;
  /** How long the persist timer waits, ns; 0 if it does not run. */
  persist: number;
  /** When data was last sent, ns. */
  lastSent: number;
  /** Duplicate acknowledgements in a row. */
  duplicates: number;
  /** `next` as it was when the first of them came: limited transmit goes beyond. */
  beforeDuplicates: number;
  /** Whether a loss is being repaired without a timeout. */
  isRecovering: boolean;
  /** What had been sent when the last loss was noticed (RFC 6582's "recover"). */
  recover: number;
  /** Whether the first partial acknowledgement of this recovery has come. */
  hadPartial: boolean;
  /** What the other end has beyond a gap (RFC 6675's scoreboard). */
  sacked: Range[];
  /** HighRxt: up to where holes have been sent again in this recovery. */
  repaired: number;
  /** Whether the last segment has been sent again in this recovery (RFC 6675's RescueRxt). */
  hasRescued: boolean;
  /** Segments sent again. */
  retransmissions: number;
};

/** The receiving half; places are those of the other end's stream. */
export type Receiving = {
  /** IRS: the other SYN's sequence number. */
  first: number;
  /** RCV.NXT: the place that is expected next. */
  next: number;
  /** The right edge of the window that was offered: it never moves left. */
  edge: number;
  /** By how many bits windows are shifted that this end offers. */
  scale: number;
  /** In order, and waiting to be read. */
  unread: Chunk[];
  /** Bytes in `unread`. */
  unreadBytes: number;
  /** Pieces beyond a gap, by place. */
  early: Chunk[];
  /** Their stretches, the one with the latest arrival first (RFC 2018 §4). */
  blocks: Range[];
  /** Where the other end's stream ends, once known. */
  finAt: number | null;
  /** Whether `ended` has been called. */
  hasEnded: boolean;
  /** Bytes that have not been acknowledged yet. */
  owed: number;
  /** The longest payload that has come, bytes. */
  longest: number;
  /** TS.Recent, what timestamps echo; null before the first, or if they are not in use. */
  stamp: number | null;
  /** Last.ACK.sent: the place up to which has been acknowledged. */
  acked: number;
};

/** The sending half of a connection that has not begun. */
export function freshSending(first: number, mss: number): Sending {
  return {
    ...{ first, mss, unacknowledged: 0, next: 0, highest: 0, end: 1, chunks: [], scale: 0 },
    ...{ window: 0, largestWindow: 0, windowFrom: { place: 0, ack: 0 }, isClosing: false },
    ...{ isTimed: false, timeouts: 0, sample: null, persist: 0, probes: 0, lastSent: 0 },
    ...{ duplicates: 0, beforeDuplicates: 0 },
    ...{ isRecovering: false, recover: 0, hadPartial: false, sacked: [], repaired: 0 },
    ...{ hasRescued: false, retransmissions: 0 },
  };
}

/** The receiving half of a connection that has not begun. */
export function freshReceiving(): Receiving {
  return {
    ...{ first: 0, next: 0, edge: 0, scale: 0, unread: [], unreadBytes: 0, early: [], blocks: [] },
    ...{ finAt: null, hasEnded: false, owed: 0, longest: 0, stamp: null, acked: 0 },
  };
}
