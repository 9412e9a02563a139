/**
 * CSMA/CD: listen before you speak, listen while you speak, and after a collision wait for a
 * random time that doubles its range with every further one. Metcalfe & Boggs 1976; IEEE 802.3
 * §4.2.3 (as of the half-duplex 10 Mb/s Ethernet, whose numbers are the defaults).
 */
import { checkBandwidth, checkOptions } from "../../kernel/check.ts";
import type { Address } from "../../process/host.ts";
import type { FromMedium } from "./signals.ts";
import { Station, type Traffic } from "./station.ts";

/** How a station uses a medium. */
export type CsmaCdOptions = Traffic & {
  /** The medium's bandwidth, bits a second: what "bit times" are. Default 10 Mb/s. */
  bandwidth?: number;
};

/** What a station is at. */
export type CsmaCdState = "nothing to send" | "deferring" | "sending" | "jamming" | "backing off";

const OPTIONS = ["to", "bytes", "frames", "rate", "bandwidth"];
/** In bit times: a slot of back-off, the pause between frames, the noise after a collision. */
const SLOT = 512;
const GAP = 96;
const JAM = 32;
/** Attempts after which a frame is given up, and doublings of the back-off's range. */
const ATTEMPTS = 16;
const DOUBLINGS = 10;
const NS_PER_SECOND = 1e9;

/** A station of an Ethernet with a common cable. */
export class CsmaCdStation extends Station {
  bandwidth: number;

  state: CsmaCdState = "nothing to send";
  /** Whether there is a signal on the medium here. */
  isBusy = false;
  /** Collisions of the frame that is first in line, and of all so far. */
  collisions = 0;
  collided = 0;
  /** Frames that have come from others. */
  received = 0;

  /** @throws RangeError for an option out of range. */
  constructor(medium: Address, options: CsmaCdOptions) {
    const where = "new CsmaCdStation";
    const given = checkOptions(where, options, OPTIONS) as CsmaCdOptions;
    const { bandwidth = 10e6, ...traffic } = given;
    super(where, medium, traffic);
    this.bandwidth = checkBandwidth(where, "bandwidth", bandwidth, false);
  }

  receive(notice: FromMedium): void {
    if (notice.kind === "frame") this.received += 1;
    else if (notice.kind === "busy") this.isBusy = true;
    else if (notice.kind === "idle") this.hearSilence();
    else if (notice.kind === "collision") this.hearCollision();
    else if (this.state === "sending") this.end(true);
  }

  timeout(timer: string): void {
    if (timer === "jam") this.backDown();
    else if (timer !== "pause" && timer !== "back-off") super.timeout(timer);
    else if (this.isBusy) this.state = "deferring";
    else this.transmit();
  }

  next(): void {
    this.state = "deferring";
    // After one's own frame too there is a pause, so that others may have their turn.
    if (!this.isBusy) this.setTimer("pause", this.pause());
  }

  /** The frame is out, or has been given up. */
  end(isThrough: boolean): void {
    this.collisions = 0;
    this.state = "nothing to send";
    this.finish(isThrough);
  }

  transmit(): void {
    this.state = "sending";
    super.transmit();
  }

  hearSilence(): void {
    this.isBusy = false;
    if (this.state === "deferring") this.setTimer("pause", this.pause());
  }

  /** Goes on for a moment, so that everybody hears it (§4.2.3.2.4). */
  hearCollision(): void {
    this.isBusy = true;
    if (this.state !== "sending") return;
    this.state = "jamming";
    this.setTimer("jam", this.bitTimes(JAM));
  }

  backDown(): void {
    this.send(this.medium, { kind: "stop" });
    this.collided += 1;
    this.collisions += 1;
    if (this.collisions === ATTEMPTS) return this.end(false);
    this.state = "backing off";
    this.setTimer("back-off", this.backOff(this.collisions) * this.bitTimes(SLOT));
  }

  /** How long it lets silence last before it speaks, ns. */
  pause(): number {
    return this.bitTimes(GAP);
  }

  /** How many slots to wait after so many collisions: truncated binary exponential (§4.2.3.2.5). */
  backOff(collisions: number): number {
    return Math.floor(this.random() * (1 << Math.min(collisions, DOUBLINGS)));
  }

  bitTimes(bits: number): number {
    return Math.round((bits * NS_PER_SECOND) / this.bandwidth);
  }
}
