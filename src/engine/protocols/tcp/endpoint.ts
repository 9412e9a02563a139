/**
 * TCP (RFC 9293): a stream of bytes between two processes, reliable and in order, over messages
 * that may be lost, damaged, doubled and overtaken. One endpoint holds one connection at a time.
 */
import type { Address } from "../../process/host.ts";
import { Process } from "../../process/process.ts";
import { handOn } from "./arrival.ts";
import { append } from "./chunk.ts";
import type { Congestion, CongestionControl } from "./congestion.ts";
import {
  become,
  freshReceiving,
  freshSending,
  type Reason,
  type Receiving,
  type Sending,
  type State,
  type Tcp,
} from "./connection.ts";
import { controlOf } from "./controls.ts";
import { segmentArrives } from "./input.ts";
import { AFTER_CLOSE, end, TELLS_ABORT, timerExpires } from "./lifecycle.ts";
import { fill } from "./output.ts";
import { type RoundTrip, unknownRoundTrip } from "./rtt.ts";
import { isSegment, type Segment } from "./segment.ts";
import { checkRange, settingsOf, type TcpSettings } from "./settings.ts";
import { sendAbort, sendSyn } from "./transmit.ts";
import { scaleFor } from "./window.ts";

/** The congestion window at a moment: ns, bytes, bytes. */
export type WindowSample = { time: number; window: number; threshold: number };

/**
 * One end of a connection. A program extends it: it calls `open` or `listen` in `start`, then
 * `write`, `read` and `close`, and is told by `connected`, `data`, `ended` and `closed`. Who
 * overrides `receive` or `timeout` calls `super`'s.
 */
export class TcpEndpoint extends Process<Segment, Segment> implements Tcp {
  readonly settings: TcpSettings;
  peer: Address | null = null;
  state: State = "CLOSED";
  sending: Sending;
  receiving: Receiving = freshReceiving();
  roundTrip: RoundTrip;
  congestion: Congestion;
  agreed = { sack: false, timestamps: false, scale: false };
  isPassive = false;
  /** Whether data is handed on as it comes; otherwise `read` asks for it. */
  readsAtOnce = true;
  /** How the congestion window changed, if the setting `record` is true. */
  history: WindowSample[] = [];

  /** @throws RangeError naming a setting, its value and what is permitted. */
  constructor(settings: Partial<TcpSettings> = {}) {
    super();
    this.settings = settingsOf(settings);
    this.sending = freshSending(0, this.settings.mss);
    this.roundTrip = unknownRoundTrip(this.settings.initialTimeout);
    this.congestion = { window: 0, threshold: this.settings.initialThreshold, memory: {} };
  }

  /** The connection is there: both ends know of it. */
  connected(): void {}

  /**
   * The next bytes of the stream have come.
   * @param text One character a byte; empty where bytes are only counted. @param bytes How many.
   */
  data(text: string, bytes: number): void;
  data(): void {}

  /** The other end has closed, and all it said has been read. Closes this end too. */
  ended(): void {
    this.close();
  }

  /** The connection is no more. */
  closed(reason: Reason): void;
  closed(): void {}

  /**
   * Active open: calls the endpoint on another node.
   * @throws Error unless the state is CLOSED.
   */
  open(peer: Address): void {
    this.begin("open", false);
    this.peer = peer;
    become(this, "SYN-SENT");
    sendSyn(this);
  }

  /**
   * Passive open: waits for a call, whoever makes it.
   * @throws Error unless the state is CLOSED.
   */
  listen(): void {
    this.begin("listen", true);
    become(this, "LISTEN");
  }

  /**
   * Puts bytes on the stream: a text, one byte a character, or so many that nobody reads. May be
   * called before the connection is there.
   * @throws RangeError for no whole number from 0 to 2⁵² bytes. @throws Error after `close`.
   */
  write(content: string | number): void {
    const { sending, state } = this;
    if (typeof content !== "string") checkRange("write(bytes)", content, [0, MOST, true]);
    const isOver = sending.isClosing || ["CLOSED", "LISTEN", "TIME-WAIT"].includes(state);
    if (isOver) {
      throw new Error(
        `TCP: write in state ${state} after close or before open; nobody would hear.`,
      );
    }
    const text = typeof content === "string" ? content : null;
    const length = typeof content === "string" ? content.length : content;
    append(sending.chunks, { start: sending.end, length, text });
    sending.end += length;
    fill(this);
  }

  /** Hands on up to so many bytes that have come, where `readsAtOnce` is false. */
  read(bytes: number): void {
    checkRange("read(bytes)", bytes, [0, Infinity, false]);
    handOn(this, bytes);
  }

  /** This end has nothing more to say; it still hears. Harmless if it was called before. */
  close(): void {
    if (this.sending.isClosing || this.state === "CLOSED") return;
    if (this.state === "LISTEN") return end(this, "closed");
    this.sending.isClosing = true;
    const next = AFTER_CLOSE[this.state];
    if (next === undefined || this.sending.unacknowledged === 0) return;
    become(this, next);
    fill(this);
  }

  /** Breaks off: the other end is told, and nothing that is on the way matters any more. */
  abort(): void {
    if (this.state === "CLOSED") return;
    if (TELLS_ABORT.includes(this.state)) sendAbort(this);
    end(this, "reset");
  }

  /** The congestion control; override it for one of your own. */
  control(): CongestionControl {
    return controlOf(this.settings.congestion);
  }

  receive(segment: Segment, from: Address): void {
    if (isSegment(segment)) segmentArrives(this, segment, from);
  }

  timeout(timer: string): void {
    timerExpires(this, timer);
  }

  observe(): void {
    if (!this.settings.record) return;
    const { window, threshold } = this.congestion;
    const last = this.history.at(-1);
    if (last?.window === window && last.threshold === threshold) return;
    this.history.push({ time: this.now, window, threshold });
  }

  begin(action: string, isPassive: boolean): void {
    const { settings } = this;
    if (this.state !== "CLOSED") {
      throw new Error(`TCP: ${action} in state ${this.state}; it must be CLOSED.`);
    }
    // RFC 9293 §3.4.1: a number that nobody can guess, and that no old segment has.
    const first = settings.initialSequence ?? Math.floor(this.random() * 4_294_967_296);
    this.sending = freshSending(first, settings.mss);
    this.receiving = { ...freshReceiving(), scale: scaleFor(settings.receiveBuffer) };
    this.roundTrip = unknownRoundTrip(settings.initialTimeout);
    this.congestion = { window: 0, threshold: settings.initialThreshold, memory: {} };
    this.agreed = { sack: settings.sack, timestamps: settings.timestamps, scale: false };
    this.isPassive = isPassive;
  }
}

const MOST = 4_503_599_627_370_496;
