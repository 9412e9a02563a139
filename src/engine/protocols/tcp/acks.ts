/** What acknowledgements do: RFC 9293 §3.10.7.4, fifth step, and RFC 6298 §5. */
import { forget } from "./chunk.ts";
import type { Tcp } from "./connection.ts";
import { addRange, dropBelow } from "./ranges.ts";
import { onDuplicateAck, onNewAck } from "./recovery.ts";
import { measured } from "./rtt.ts";
import { has, lengthOf, type Segment } from "./segment.ts";
import { distance, placeOf } from "./sequence.ts";
import { restartTimer, stopTimer } from "./timer.ts";
import { sendAck, stampOf } from "./transmit.ts";

const MS = 1_000_000;

/**
 * Takes in an acknowledgement and the window that comes with it.
 * @param place Where the segment begins in the other end's stream.
 * @returns false if it acknowledges what was never sent: the segment is to be dropped.
 */
export function acknowledge(tcp: Tcp, segment: Segment, place: number): boolean {
  const { sending } = tcp;
  const ack = placeOf(segment.ack, sending.first, sending.unacknowledged);
  if (ack > sending.highest) {
    sendAck(tcp);
    return false;
  }
  sending.probes = 0;
  const isNews = readSack(tcp, segment, ack);
  const windowMoved = updateWindow(tcp, segment, place, ack);
  const isOld = ack <= sending.unacknowledged;
  const isDuplicate = isOld && repeats(tcp, segment, ack, windowMoved);
  if (!isOld) advance(tcp, segment, ack);
  // RFC 6675 §2: with SACK a duplicate is what brings news from beyond a gap.
  if (tcp.agreed.sack ? isNews : isDuplicate) onDuplicateAck(tcp);
  return true;
}

/** RFC 5681 §2: what a duplicate acknowledgement is. */
function repeats({ sending }: Tcp, segment: Segment, ack: number, windowMoved: boolean): boolean {
  if (ack !== sending.unacknowledged || sending.next === sending.unacknowledged) return false;
  return lengthOf(segment) === 0 && !has(segment, "FIN") && !windowMoved;
}

/** SND.WL1 and SND.WL2 see to it that an old segment does not bring back an old window. */
function updateWindow(tcp: Tcp, segment: Segment, place: number, ack: number): boolean {
  const { sending } = tcp;
  const from = sending.windowFrom;
  if (ack < sending.unacknowledged) return false;
  if (place < from.place || (place === from.place && ack < from.ack)) return false;
  const window = has(segment, "SYN") ? segment.window : segment.window * (1 << sending.scale);
  const hasMoved = window !== sending.window;
  sending.window = window;
  sending.largestWindow = Math.max(sending.largestWindow, window);
  sending.windowFrom = { place, ack };
  return hasMoved;
}

function readSack({ sending, agreed }: Tcp, { sack }: Segment, ack: number): boolean {
  if (!agreed.sack || sack === undefined) return false;
  let isNews = false;
  for (const block of sack) {
    const [from, to] = block.map((at) => placeOf(at, sending.first, sending.unacknowledged));
    // A block below the acknowledgement tells of a copy (RFC 2883); this sender ignores it.
    if (from < Math.max(ack, sending.unacknowledged) || to > sending.highest || from >= to)
      continue;
    isNews = addRange(sending.sacked, from, to) || isNews;
  }
  return isNews;
}

function advance(tcp: Tcp, segment: Segment, ack: number): void {
  const { sending } = tcp;
  const acked = ack - sending.unacknowledged;
  const flight = sending.next - sending.unacknowledged;
  measure(tcp, segment, ack, flight);
  sending.unacknowledged = ack;
  sending.timeouts = 0;
  sending.next = Math.max(sending.next, ack);
  forget(sending.chunks, ack);
  dropBelow(sending.sacked, ack);
  // The SYN is no data: it opens no congestion window.
  const restarts = ack === acked ? true : onNewAck(tcp, acked, flight);
  if (sending.unacknowledged >= sending.highest) stopTimer(tcp);
  else if (restarts) restartTimer(tcp);
}

/** A round trip is measured by a timestamp that came back, or by the one segment that is timed. */
function measure(tcp: Tcp, { timestamp }: Segment, ack: number, flight: number): void {
  const { sending, roundTrip, settings, agreed, now } = tcp;
  const { sample } = sending;
  if (sample !== null && ack >= sample.end) sending.sample = null;
  if (agreed.timestamps) {
    if (timestamp === undefined) return;
    const elapsed = distance(stampOf(now), timestamp.echo);
    if (elapsed < 0) return;
    const samples = Math.max(1, Math.ceil(flight / (2 * sending.mss)));
    measured(roundTrip, elapsed * MS, settings, samples);
  } else if (sample !== null && ack >= sample.end) {
    measured(roundTrip, now - sample.at, settings);
  }
}

/** Everything that was said has been heard: whether the FIN was part of it. */
export function isFinAcknowledged({ sending }: Tcp): boolean {
  return sending.isClosing && sending.unacknowledged > sending.end;
}
