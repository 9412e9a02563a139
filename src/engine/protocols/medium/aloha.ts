/**
 * ALOHA: a station that has a frame sends it, and if that has collided, again some time later
 * (Abramson 1970); slotted, all begin at the strokes of one clock (Roberts 1975).
 */
import { checkNumber, checkOptions, checkTime } from "../../kernel/check.ts";
import { exponentially } from "../../process/chance.ts";
import type { Address } from "../../process/host.ts";
import { Process } from "../../process/process.ts";
import type { FromMedium, ToMedium } from "./signals.ts";
import { Station, type Traffic } from "./station.ts";

const AGAIN = "again";

/** How a station uses a medium. */
export type AlohaOptions = Traffic & {
  /** How long it waits before it tries again, ns: exponentially distributed. 0: it gives up. */
  patience: number;
};

/** A station of unslotted ALOHA. It listens neither before it speaks nor while it does. */
export class AlohaStation extends Station {
  patience: number;
  attempts = 0;

  /** @throws RangeError for an option out of range. */
  constructor(medium: Address, options: AlohaOptions) {
    const where = "new AlohaStation";
    const names = ["to", "bytes", "frames", "rate", "patience"];
    const { patience, ...traffic } = checkOptions(where, options, names) as AlohaOptions;
    super(where, medium, traffic);
    this.patience = checkTime(where, "patience", patience);
  }

  next(): void {
    this.attempts += 1;
    this.transmit();
  }

  timeout(timer: string): void {
    if (timer === AGAIN) this.next();
    else super.timeout(timer);
  }

  receive(notice: FromMedium): void {
    if (notice.kind !== "sent") return;
    if (notice.isSound || this.patience === 0) this.finish(notice.isSound);
    else this.setTimer(AGAIN, exponentially(this.random(), this.patience));
  }
}

/** How a station uses a slotted medium. It has one frame at a time. */
export type SlottedOptions = {
  to: Address;
  /** How long a slot is, ns, and how long its frames are, bytes: as long as a slot at most. */
  slot: number;
  bytes: number;
  /** The probability that it gets a frame, and sends it at once, in a slot in which it has none. */
  fresh: number;
  /** The probability that it tries again in a slot after its frame has collided. */
  retry: number;
};

/** A station of slotted ALOHA. */
export class SlottedAlohaStation extends Process<FromMedium, ToMedium> {
  medium: Address;
  to: Address;
  slot: number;
  bytes: number;
  fresh: number;
  retry: number;

  isBacklogged = false;
  attempts = 0;
  through = 0;

  /** @throws RangeError for an option out of range. */
  constructor(medium: Address, options: SlottedOptions) {
    super();
    const where = "new SlottedAlohaStation";
    const names = ["to", "slot", "bytes", "fresh", "retry"];
    const given = checkOptions(where, options, names) as SlottedOptions;
    this.medium = medium;
    this.to = given.to;
    const whole = { min: 1, max: 1e9, whole: true };
    this.slot = checkNumber(where, "slot", given.slot, { ...whole, unit: "nanoseconds" });
    this.bytes = checkNumber(where, "bytes", given.bytes, { ...whole, unit: "bytes" });
    this.fresh = checkNumber(where, "fresh", given.fresh, { min: 0, max: 1 });
    this.retry = checkNumber(where, "retry", given.retry, { min: 0, max: 1 });
  }

  start(): void {
    this.await(this.isBacklogged ? this.retry : this.fresh);
  }

  receive(notice: FromMedium): void {
    if (notice.kind !== "sent") return;
    if (notice.isSound) this.through += 1;
    this.isBacklogged = !notice.isSound;
    this.await(this.isBacklogged ? this.retry : this.fresh);
  }

  timeout(): void {
    this.attempts += 1;
    this.send(this.medium, { kind: "send", to: this.to, bytes: this.bytes, body: this.attempts });
  }

  /** Sets the timer to the slot in which a coin that is thrown once a slot comes up. */
  await(chance: number): void {
    if (chance === 0) return;
    const passed = chance === 1 ? 0 : exponentially(this.random(), 1) / exponentially(chance, 1);
    const next = Math.ceil(this.now / this.slot) + Math.floor(passed);
    this.setTimer("slot", next * this.slot - this.now);
  }
}
