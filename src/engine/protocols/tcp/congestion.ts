/**
 * Congestion control: how much may be on the way, learnt from acknowledgements and losses. Each
 * control is an object with three handlers; its numbers are plain data that the connection keeps.
 * RFC 5681, RFC 6582, RFC 9438.
 */

/** What a congestion control knows. */
export type Congestion = {
  /** cwnd: bytes that may be on the way. */
  window: number;
  /** ssthresh: below it the window grows by slow start, above by congestion avoidance. */
  threshold: number;
  /** What this control keeps besides, by name. */
  memory: Record<string, number>;
};

/** What has just happened. */
export type CongestionEvent = {
  /** ns */
  now: number;
  /** SMSS: bytes of a full segment. */
  mss: number;
  /** FlightSize: bytes that were on the way just before. */
  flight: number;
  /** Bytes that have now been acknowledged. */
  acked: number;
  /** SRTT, ns; null if nothing has been measured. */
  smoothed: number | null;
};

/** A congestion control. */
export type CongestionControl = {
  /** New data has been acknowledged, and nothing is being repaired. */
  onAck(congestion: Congestion, event: CongestionEvent): void;
  /** As `onAck`, but the window was not used, since the application had too little to send. */
  onLimited?(congestion: Congestion, event: CongestionEvent): void;
  /** Three duplicate acknowledgements: a segment was lost, others still arrive. */
  onLoss(congestion: Congestion, event: CongestionEvent): void;
  /** The retransmission timer ran out for a segment, for the first time. */
  onTimeout(congestion: Congestion, event: CongestionEvent): void;
  /**
   * How it goes on after a fast retransmit: "slow start" (Tahoe), or fast recovery until the
   * "first ack" of new data (Reno) or the "full ack" of all that was on the way (NewReno). With
   * SACK recovery is RFC 6675's, except in Tahoe.
   */
  recovery: "slow start" | "first ack" | "full ack";
};

/** RFC 5681 §3.1: the initial window, bytes. */
export function initialWindow(mss: number): number {
  if (mss > 2190) return 2 * mss;
  return mss > 1095 ? 3 * mss : 4 * mss;
}

/** Slow start, RFC 5681 equation (2): no more than what was acknowledged, and SMSS. */
export function slowStart(congestion: Congestion, { acked, mss }: CongestionEvent): void {
  congestion.window += Math.min(acked, mss);
}

/** RFC 5681 §3.1: SMSS in each round trip, by counting acknowledged bytes. */
function avoidance(congestion: Congestion, { acked, mss }: CongestionEvent): void {
  const { memory } = congestion;
  memory.counted = (memory.counted ?? 0) + acked;
  if (memory.counted < congestion.window) return;
  memory.counted -= congestion.window;
  congestion.window += mss;
}

function grow(congestion: Congestion, event: CongestionEvent): void {
  if (congestion.window < congestion.threshold) slowStart(congestion, event);
  else avoidance(congestion, event);
}

/** RFC 5681 equation (4): half of what was on the way. */
function halve(congestion: Congestion, { flight, mss }: CongestionEvent): void {
  congestion.threshold = Math.max(Math.floor(flight / 2), 2 * mss);
  congestion.window = congestion.threshold;
  congestion.memory.counted = 0;
}

/** Half the threshold, and from one segment again: RFC 5681 §3.1, "loss window". */
function startAgain(congestion: Congestion, event: CongestionEvent): void {
  halve(congestion, event);
  congestion.window = event.mss;
}

/** Jacobson 1988: every loss leads back to slow start. */
export const tahoe: CongestionControl = {
  onAck: grow,
  onLoss: startAgain,
  onTimeout: startAgain,
  recovery: "slow start",
};

/** RFC 5681: fast recovery, until the first acknowledgement of new data. */
export const reno: CongestionControl = {
  onAck: grow,
  onLoss: halve,
  onTimeout: startAgain,
  recovery: "first ack",
};

/** RFC 6582: fast recovery goes on until all that was on the way has been acknowledged. */
export const newReno: CongestionControl = { ...reno, recovery: "full ack" };
