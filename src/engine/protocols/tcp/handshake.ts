/** The three-way handshake (RFC 9293 §3.5), both roles and both at once. */
import { acknowledge } from "./acks.ts";
import { become, type Tcp } from "./connection.ts";
import { afterLostCall, end } from "./lifecycle.ts";
import { fill, startWindow } from "./output.ts";
import { has, type Segment } from "./segment.ts";
import { payloadOf, sendAck, sendSyn } from "./transmit.ts";

/** LISTEN: somebody calls. */
export function callArrives(tcp: Tcp, segment: Segment, from: string): void {
  tcp.peer = from;
  agree(tcp, segment);
  become(tcp, "SYN-RECEIVED");
  sendSyn(tcp);
}

/** SYN-SENT: an answer, a refusal, or somebody who calls at the same moment. */
export function callIsAnswered(tcp: Tcp, segment: Segment): void {
  const isAck = has(segment, "ACK");
  if (has(segment, "RST")) {
    if (isAck) end(tcp, "reset");
    return;
  }
  if (!has(segment, "SYN")) return;
  agree(tcp, segment);
  if (!isAck) {
    become(tcp, "SYN-RECEIVED");
    return sendSyn(tcp);
  }
  acknowledge(tcp, segment, 0);
  isOpen(tcp);
  // What the application wrote at once carries the acknowledgement with it.
  if (tcp.receiving.acked < tcp.receiving.next) sendAck(tcp);
}

/** What both ends understand holds; what only one offers does not (RFC 7323, RFC 2018). */
function agree(tcp: Tcp, segment: Segment): void {
  const { sending, receiving, settings, agreed } = tcp;
  receiving.first = segment.seq;
  receiving.next = 1;
  receiving.edge = 1 + Math.min(65_535, settings.receiveBuffer);
  agreed.sack = settings.sack && segment.sackPermitted === true;
  agreed.timestamps = settings.timestamps && segment.timestamp !== undefined;
  agreed.scale = segment.windowScale !== undefined;
  // RFC 7323 §2.3: more than 14 is taken for 14.
  sending.scale = Math.min(14, segment.windowScale ?? 0);
  if (!agreed.scale) receiving.scale = 0;
  receiving.stamp = segment.timestamp?.value ?? null;
  // RFC 9293 §3.7.1: 536 where the other end says nothing.
  const mss = Math.min(settings.mss, segment.mss ?? 536);
  sending.mss = payloadOf(mss, agreed.timestamps);
  sending.window = segment.window;
  sending.largestWindow = segment.window;
}

/** Both SYNs have been acknowledged. */
export function isOpen(tcp: Tcp): void {
  const { sending, congestion } = tcp;
  const wasRepeated = sending.retransmissions > 0;
  // RFC 5681 §3.1: a lost SYN is a sign of congestion already.
  congestion.window = wasRepeated ? sending.mss : startWindow(tcp);
  if (wasRepeated) afterLostCall(tcp);
  sending.lastSent = tcp.now;
  tcp.observe();
  // `close` may have been called before the connection was there.
  become(tcp, "ESTABLISHED");
  if (sending.isClosing) become(tcp, "FIN-WAIT-1");
  tcp.connected();
  fill(tcp);
}
