/** How long to wait for an acknowledgement: RFC 6298, equation by equation. All times are ns. */

/** What is known about the round trip. */
export type RoundTrip = {
  /** SRTT, the smoothed round-trip time; null before the first measurement. */
  smoothed: number | null;
  /** RTTVAR, how much it varies. */
  variation: number;
  /** RTO, how long to wait. */
  timeout: number;
};

/** What bounds the timeout. */
export type TimeoutBounds = {
  /** What it is at least, ns. */
  minTimeout: number;
  /** What it is at most, ns. */
  maxTimeout: number;
  /** G, the clock's granularity, ns. */
  granularity: number;
};

const ALPHA = 1 / 8;
const BETA = 1 / 4;
const K = 4;

/** §2.1: before anything has been measured. */
export function unknownRoundTrip(initialTimeout: number): RoundTrip {
  return { smoothed: null, variation: 0, timeout: initialTimeout };
}

/**
 * A round trip has been measured (§2.2, §2.3); this also ends any back-off.
 * @param samples How many measurements are expected in one round trip: with timestamps there are
 * many, and each then weighs less (RFC 7323, appendix G).
 */
export function measured(trip: RoundTrip, r: number, bounds: TimeoutBounds, samples = 1): void {
  if (trip.smoothed === null) {
    trip.smoothed = r;
    trip.variation = r / 2;
  } else {
    // RTTVAR first: it is about the old SRTT.
    const beta = BETA / samples;
    const alpha = ALPHA / samples;
    trip.variation = (1 - beta) * trip.variation + beta * Math.abs(trip.smoothed - r);
    trip.smoothed = (1 - alpha) * trip.smoothed + alpha * r;
  }
  const timeout = trip.smoothed + Math.max(bounds.granularity, K * trip.variation);
  trip.timeout = Math.round(bounded(timeout, bounds));
}

/** §5.5: nobody answered, so wait twice as long next time. */
export function backOff(trip: RoundTrip, bounds: TimeoutBounds): void {
  trip.timeout = Math.min(2 * trip.timeout, bounds.maxTimeout);
}

/** §2.4 and §2.5. */
function bounded(timeout: number, { minTimeout, maxTimeout }: TimeoutBounds): number {
  return Math.min(maxTimeout, Math.max(minTimeout, timeout));
}
