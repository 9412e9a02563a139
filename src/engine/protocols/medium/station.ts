/** What stations on a shared medium have in common: frames come to them, and wait to be sent. */
import { checkNumber } from "../../kernel/check.ts";
import { untilNext } from "../../process/chance.ts";
import type { Address } from "../../process/host.ts";
import { Process } from "../../process/process.ts";
import type { FromMedium, ToMedium } from "./signals.ts";

/** The frames of a station. */
export type Traffic = {
  /** For whom they are, and how long, bytes. */
  to: Address;
  bytes: number;
  /** How many there are at the start, or Infinity. Default 0. */
  frames?: number;
  /** Further ones a second, at random times (a Poisson process). Default 0. */
  rate?: number;
};

const NEW = "new";

/** A station to which frames come. When it sends them is its subclass's matter. */
export class Station extends Process<FromMedium, ToMedium> {
  medium: Address;
  to: Address;
  bytes: number;
  rate: number;

  /** Frames that wait, the one that is being sent included. */
  waiting: number;
  /** Frames that are out, as far as this station can tell, and frames that it has given up. */
  through = 0;
  lost = 0;

  /** @throws RangeError naming the option that is out of range. */
  constructor(where: string, medium: Address, { to, bytes, frames = 0, rate = 0 }: Traffic) {
    super();
    this.medium = medium;
    this.to = to;
    const whole = { max: 1e9, whole: true };
    this.bytes = checkNumber(where, "bytes", bytes, { ...whole, min: 1 });
    this.waiting = checkNumber(where, "frames", frames, { ...whole, min: 0, infinite: true });
    this.rate = checkNumber(where, "rate", rate, { min: 0, max: 1e9, unit: "frames a second" });
  }

  start(): void {
    this.awaitNext();
    if (this.waiting > 0) this.next();
  }

  timeout(timer: string): void {
    if (timer !== NEW) return;
    this.waiting += 1;
    if (this.waiting === 1) this.next();
    this.awaitNext();
  }

  awaitNext(): void {
    if (this.rate === 0) return;
    this.setTimer(NEW, untilNext(this.random(), this.rate));
  }

  /** There is a frame to be sent, and none before it. */
  next(): void {}

  /** The first frame is done with, one way or the other. */
  finish(isThrough: boolean): void {
    if (isThrough) this.through += 1;
    else this.lost += 1;
    this.waiting -= 1;
    if (this.waiting > 0) this.next();
  }

  transmit(): void {
    this.send(this.medium, { kind: "send", to: this.to, bytes: this.bytes, body: null });
  }
}
