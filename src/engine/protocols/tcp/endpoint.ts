/**
 * TCP (RFC 9293): a stream of bytes between two processes, reliable and in order, over messages
 * that may be lost, damaged, doubled and overtaken. One endpoint holds one connection at a time.
 */
import type { Address } from "../../process/host.ts";
import { Process } from "../../process/process.ts";
import { handOn } from "./arrival.ts";
import { abort, begin, close, write } from "./calls.ts";
import type { Congestion, CongestionControl } from "./congestion.ts";
import { become, type Reason, type State, type Tcp } from "./connection.ts";
import { controlOf } from "./controls.ts";
import { freshReceiving, freshSending, type Receiving, type Sending } from "./halves.ts";
import { segmentArrives } from "./input.ts";
import { timerExpires } from "./lifecycle.ts";
import { type RoundTrip, unknownRoundTrip } from "./rtt.ts";
import { isSegment, type Segment } from "./segment.ts";
import { checkRange, settingsOf, type TcpSettings } from "./settings.ts";
import { sendSyn } from "./transmit.ts";

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
    begin(this, "open", false);
    this.peer = peer;
    become(this, "SYN-SENT");
    sendSyn(this);
  }

  /**
   * Passive open: waits for a call, whoever makes it.
   * @throws Error unless the state is CLOSED.
   */
  listen(): void {
    begin(this, "listen", true);
    become(this, "LISTEN");
  }

  /**
   * Puts bytes on the stream: a text, one byte a character, or so many that nobody reads. May be
   * called before the connection is there.
   * @throws RangeError for no whole number from 0 to 2⁵² bytes. @throws Error after `close`.
   */
  write(content: string | number): void {
    write(this, content);
  }

  /** Hands on up to so many bytes that have come, where `readsAtOnce` is false. */
  read(bytes: number): void {
    checkRange("read(bytes)", bytes, [0, Infinity, false]);
    handOn(this, bytes);
  }

  /** This end has nothing more to say; it still hears. Harmless if it was called before. */
  close(): void {
    close(this);
  }

  /** Breaks off: the other end is told, and nothing that is on the way matters any more. */
  abort(): void {
    abort(this);
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
}
