/**
 * A node's own clock. It is perfect today; whatever asks for the time of a node goes through here,
 * so that a clock which is late or drifts will be a change of these two lines.
 */

/** How a clock stands to true time: `offset` ns ahead, and `drift` seconds too many a second. */
export type NodeClock = { offset: number; drift: number };

/** A clock that is always right. */
export const perfectClock: NodeClock = { offset: 0, drift: 0 };

/** What the clock says at true time `time`, ns. */
export function clockReading(clock: NodeClock, time: number): number {
  return Math.round(time + clock.offset + clock.drift * time);
}

/** How much true time passes while the clock counts `duration` ns. */
export function trueDuration(clock: NodeClock, duration: number): number {
  return Math.round(duration / (1 + clock.drift));
}
