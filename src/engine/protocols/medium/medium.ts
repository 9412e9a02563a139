/**
 * A shared medium: a cable, a band of radio, a satellite's channel. Whoever sends is heard by all
 * that are in reach, each after the time that the signal takes to it; signals that overlap where
 * somebody listens destroy each other there (Abramson 1970; Metcalfe & Boggs 1976).
 *
 * It is a process of a node of its own, to which the stations have links without delay. What the
 * ether tells a station comes as messages, so that a station is a process like any other.
 */
import { checkBandwidth, checkFlag, checkOptions } from "../../kernel/check.ts";
import type { Address } from "../../process/host.ts";
import { Process } from "../../process/process.ts";
import { type Place, placesOf, type Way, waysOf } from "./reach.ts";
import type { FromMedium, MediumOptions, ToMedium } from "./signals.ts";

/** A frame on its way. `hurt` are the places where something overlaps with it. */
type Frame = { from: Address; to: Address; body: unknown; ends: number; hurt: number[] };

const OPTIONS = ["bandwidth", "positions", "speed", "hears", "senses", "detects"];

/** The node that carries what its neighbours send. */
export class Medium extends Process<ToMedium, FromMedium> {
  bandwidth: number;
  senses: boolean;
  detects: boolean;
  places: Place[];
  ways: Record<Address, Way[]>;

  /** Frames whose signal is still somewhere, by number. */
  frames: Record<number, Frame> = {};
  /** By place: the frames whose signal is there now. */
  present: number[][];

  /** Frames sent, and those that came untouched to the one that they were for. */
  sent = 0;
  delivered = 0;

  /**
   * @param stations The nodes that share it, each with a link to it: `star("medium", stations)`.
   * @throws RangeError for an option out of range, naming it.
   */
  constructor(stations: readonly Address[], options: MediumOptions) {
    super();
    const where = "new Medium";
    const given = checkOptions(where, options, OPTIONS) as MediumOptions;
    const { bandwidth, positions = {}, speed = 2e8, hears = {} } = given;
    this.bandwidth = checkBandwidth(where, "bandwidth", bandwidth, false);
    this.senses = checkFlag(where, "senses", given.senses ?? true);
    this.detects = checkFlag(where, "detects", given.detects ?? true);
    this.places = placesOf(where, stations, { positions, speed, hears });
    this.ways = waysOf(this.places, speed);
    this.present = this.places.map(() => []);
  }

  receive(message: ToMedium, from: Address): void {
    if (this.ways[from] === undefined) return; // no station of this medium
    if (message.kind === "send") this.begin(message, from);
    else this.stop(from);
  }

  begin({ to, bytes, body }: ToMedium & { kind: "send" }, from: Address): void {
    const duration = Math.round((bytes * 8e9) / this.bandwidth);
    const number = ++this.sent;
    this.frames[number] = { from, to, body, ends: this.now + duration, hurt: [] };
    for (const { place, delay } of this.ways[from]) {
      // Without a delay the signal is there at once, before anything else can happen.
      if (delay === 0) this.arrive(number, place);
      else this.setTimer(`begin ${number} ${place}`, delay);
      this.setTimer(`end ${number} ${place}`, delay + duration);
    }
  }

  /** A frame ends before its time: what is left of it travels on, and is a frame to nobody. */
  stop(from: Address): void {
    for (const [number, frame] of Object.entries(this.frames)) {
      if (frame.from !== from || frame.ends <= this.now) continue;
      frame.ends = this.now;
      frame.hurt = this.places.map((_, place) => place);
      for (const { place, delay } of this.ways[from]) {
        this.setTimer(`end ${number} ${place}`, delay);
      }
    }
  }

  timeout(timer: string): void {
    const [what, number, place] = timer.split(" ");
    if (what === "begin") this.arrive(Number(number), Number(place));
    else this.leave(Number(number), Number(place));
  }

  /** A frame's signal comes to a place. */
  arrive(number: number, place: number): void {
    this.clear(place);
    const present = this.present[place];
    present.push(number);
    if (present.length > 1) this.collide(place);
    else this.tell(place, { kind: "busy" }, [this.frames[number].from]);
  }

  collide(place: number): void {
    const frames = this.present[place].map((number) => this.frames[number]);
    for (const { hurt } of frames) if (!hurt.includes(place)) hurt.push(place);
    this.tell(place, { kind: "collision" }, this.detects ? [] : frames.map(({ from }) => from));
  }

  /** A frame's signal ends at a place; with the farthest it is over. */
  leave(number: number, place: number): void {
    this.clear(place);
    const { from } = this.frames[number];
    if (place === this.ways[from].at(-1)?.place) delete this.frames[number];
  }

  /** Takes away what has ended here: at the last instant of a frame its signal is gone. */
  clear(place: number): void {
    const present = this.present[place];
    const left = present.filter((number) => this.endAt(number, place) > this.now);
    if (left.length === present.length) return;
    this.present[place] = left;
    for (const number of present) if (!left.includes(number)) this.finish(number, place);
    if (left.length === 0) this.tell(place, { kind: "idle" });
  }

  endAt(number: number, place: number): number {
    const { from, ends } = this.frames[number];
    return ends + (this.ways[from].find((way) => way.place === place)?.delay ?? 0);
  }

  finish(number: number, place: number): void {
    const { from, to, body, hurt } = this.frames[number];
    const { stations } = this.places[place];
    const isSound = !hurt.includes(place);
    if (stations.includes(from)) {
      this.send(from, { kind: "sent", isSound: isSound || !this.detects });
    }
    if (!isSound || to === from || !stations.includes(to)) return;
    this.delivered += 1;
    this.send(to, { kind: "frame", from, body });
  }

  /** Lets those of a place notice something that are not deaf to it. */
  tell(place: number, notice: FromMedium, deaf: readonly Address[] = []): void {
    if (!this.senses) return;
    for (const station of this.places[place].stations) {
      if (!deaf.includes(station)) this.send(station, notice);
    }
  }
}
