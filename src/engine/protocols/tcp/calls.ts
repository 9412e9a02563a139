/** What a program asks of a connection: the user calls of RFC 9293 §3.10.1 to §3.10.5. */
import { append } from "./chunk.ts";
import { become, type Tcp } from "./connection.ts";
import { freshReceiving, freshSending } from "./halves.ts";
import { AFTER_CLOSE, end, TELLS_ABORT } from "./lifecycle.ts";
import { fill } from "./output.ts";
import { unknownRoundTrip } from "./rtt.ts";
import { checkRange } from "./settings.ts";
import { sendAbort } from "./transmit.ts";
import { scaleFor } from "./window.ts";

/** The most that can be written at once, bytes. */
const MOST = 4_503_599_627_370_496;

/** OPEN: a connection begins. @throws Error unless the state is CLOSED. */
export function begin(tcp: Tcp, action: string, isPassive: boolean): void {
  const { settings } = tcp;
  if (tcp.state !== "CLOSED") {
    throw new Error(`TCP: ${action} in state ${tcp.state}; it must be CLOSED.`);
  }
  // RFC 9293 §3.4.1: a number that nobody can guess, and that no old segment has.
  const first = settings.initialSequence ?? Math.floor(tcp.random() * 4_294_967_296);
  tcp.sending = freshSending(first, settings.mss);
  tcp.receiving = { ...freshReceiving(), scale: scaleFor(settings.receiveBuffer) };
  tcp.roundTrip = unknownRoundTrip(settings.initialTimeout);
  tcp.congestion = { window: 0, threshold: settings.initialThreshold, memory: {} };
  tcp.agreed = { sack: settings.sack, timestamps: settings.timestamps, scale: false };
  tcp.isPassive = isPassive;
}

/** SEND: puts a text on the stream, or so many bytes. */
export function write(tcp: Tcp, content: string | number): void {
  const { sending, state } = tcp;
  if (typeof content !== "string") checkRange("write(bytes)", content, [0, MOST, true]);
  const isOver = sending.isClosing || ["CLOSED", "LISTEN", "TIME-WAIT"].includes(state);
  if (isOver) {
    throw new Error(`TCP: write in state ${state} after close or before open; nobody would hear.`);
  }
  const text = typeof content === "string" ? content : null;
  const length = typeof content === "string" ? content.length : content;
  append(sending.chunks, { start: sending.end, length, text });
  sending.end += length;
  fill(tcp);
}

/** CLOSE: a FIN follows what has been written. */
export function close(tcp: Tcp): void {
  if (tcp.sending.isClosing || tcp.state === "CLOSED") return;
  if (tcp.state === "LISTEN") return end(tcp, "closed");
  tcp.sending.isClosing = true;
  const next = AFTER_CLOSE[tcp.state];
  if (next === undefined || tcp.sending.unacknowledged === 0) return;
  become(tcp, next);
  fill(tcp);
}

/** ABORT: a reset, and no more. */
export function abort(tcp: Tcp): void {
  if (tcp.state === "CLOSED") return;
  if (TELLS_ABORT.includes(tcp.state)) sendAbort(tcp);
  end(tcp, "reset");
}
