/**
 * The one family of symbols: houses, machines, envelopes and clocks, all drawn with lines round
 * their own centre, where roads meet them. Each symbol is made once, so that `patch` need not look
 * at it again.
 */
import { circle, cross, group, line, path, rect, round, type Point } from "./marks.ts";
import type { Mark } from "./scene.ts";

export type Role = "house" | "computer" | "router" | "server" | "database";

export type Symbol = {
  mark: Mark;
  /** How far it reaches to the sides and down from its centre, px; a road ends there. */
  halfWidth: number;
  halfHeight: number;
  /** How far it reaches up, px. */
  top: number;
};

const made = new Map<string, Symbol>();

/** A role's symbol. `scale` 1 is the roomy one; `flipped` mirrors a house. */
export function symbol(role: Role, scale: number, flipped = false): Symbol {
  const key = `${role} ${scale} ${flipped}`;
  const known = made.get(key) ?? draw(role, scale, flipped);
  made.set(key, known);
  return known;
}

function draw(role: Role, scale: number, flipped: boolean): Symbol {
  if (role === "house") return house(scale, flipped);
  if (role === "router") return router(scale);
  if (role === "server") return server(scale);
  return role === "database" ? database(scale) : computer(scale);
}

function house(k: number, flipped: boolean): Symbol {
  const side = flipped ? -1 : 1;
  const x = (value: number): number => round(side * value * k);
  const y = (value: number): number => round(value * k);
  const box = { x: -36 * k, y: -25 * k, width: 72 * k, height: 50 * k };
  const left = (value: number, width: number): number => (flipped ? -value - width : value) * k;
  const door = { x: left(-24, 15), y: -9 * k, width: 15 * k, height: 34 * k };
  const pane = { x: left(4, 21), y: -11 * k, width: 21 * k, height: 15 * k };
  const chimney = `M${x(20)} ${y(-44)}V${y(-57)}H${x(29)}V${y(-37)}`;
  const bars = `M${x(14.5)} ${y(-11)}V${y(4)}M${x(4)} ${y(-3.5)}H${x(25)}`;
  const mark = group("symbol", "symbol house", [
    path("chimney", "outline fine", chimney),
    rect("walls", "outline body", box, 1),
    path("roof", "outline roof", `M${x(-45)} ${y(-24)}L0 ${y(-59)}L${x(45)} ${y(-24)}`),
    rect("door", "outline fine door", door),
    circle("knob", "solid", { x: x(-12.5), y: y(9) }, 1.2),
    rect("window", "outline fine window", pane),
    path("bars", "outline hair", bars),
  ]);
  return { mark, halfWidth: 45 * k, halfHeight: 25 * k, top: 59 * k };
}

function computer(k: number): Symbol {
  const screen = { x: -24 * k, y: -20 * k, width: 48 * k, height: 32 * k };
  const y = (value: number): number => round(value * k);
  const mark = group("symbol", "symbol computer", [
    rect("screen", "outline body", screen, 3),
    path("foot", "outline fine", `M0 ${y(12)}V${y(20)}M${y(-12)} ${y(20)}H${y(12)}`),
    path("text", "outline hair", `M${y(-16)} ${y(-11)}H${y(4)}M${y(-16)} ${y(-4)}H${y(12)}`),
  ]);
  return { mark, halfWidth: 26 * k, halfHeight: 21 * k, top: 21 * k };
}

function router(k: number): Symbol {
  const r = 22 * k;
  const [near, far, wing] = [round(5 * k), round(15 * k), round(4 * k)];
  const arrows = [
    `M${near} 0H${far}m${-wing} ${-wing}l${wing} ${wing}l${-wing} ${wing}`,
    `M${-near} 0H${-far}m${wing} ${-wing}l${-wing} ${wing}l${wing} ${wing}`,
    `M0 ${-far}V${-near}m${-wing} ${-wing}l${wing} ${wing}l${wing} ${-wing}`,
    `M0 ${far}V${near}m${-wing} ${wing}l${wing} ${-wing}l${wing} ${wing}`,
  ].join("");
  const mark = group("symbol", "symbol router", [
    circle("case", "outline body", { x: 0, y: 0 }, r),
    path("arrows", "outline fine", arrows),
  ]);
  return { mark, halfWidth: r + 1, halfHeight: r + 1, top: r + 1 };
}

function server(k: number): Symbol {
  const box = { x: -18 * k, y: -23 * k, width: 36 * k, height: 46 * k };
  const slots = [-11, 0, 11].map((y) => `M${round(-11 * k)} ${round(y * k)}H${round(5 * k)}`);
  const lamps = [-11, 0, 11].map((y, i) =>
    circle(`lamp${i}`, "solid", { x: 11 * k, y: y * k }, 1.6),
  );
  const mark = group("symbol", "symbol server", [
    rect("case", "outline body", box, 3),
    path("slots", "outline fine", slots.join("")),
    ...lamps,
  ]);
  return { mark, halfWidth: 19 * k, halfHeight: 24 * k, top: 24 * k };
}

function database(k: number): Symbol {
  const [w, h, lid] = [round(20 * k), round(18 * k), round(6 * k)];
  const arc = (y: number, bow: number): string => `M${-w} ${y}A${w} ${lid} 0 0 ${bow} ${w} ${y}`;
  const walls = `M${-w} ${-h}V${h}A${w} ${lid} 0 0 0 ${w} ${h}V${-h}`;
  const mark = group("symbol", "symbol database", [
    path("walls", "outline body", `${walls}A${w} ${lid} 0 0 0 ${-w} ${-h}`),
    path("lid", "outline", `${arc(-h, 1)}${arc(-h, 0)}`),
    path("ring", "outline fine", arc(0, 0)),
  ]);
  return { mark, halfWidth: w + 1, halfHeight: h + lid, top: h + lid };
}

/** A cross over a symbol: it is down. */
export function struckOut(halfWidth: number, halfHeight: number): Mark {
  const half = Math.min(halfWidth, halfHeight);
  return path("struck", "struck", cross({ x: 0, y: 0 }, half));
}

export type EnvelopeLook = { answer: boolean; damaged: boolean; small: boolean };

const letterSize = { width: 30, height: 21 };
const packetSize = { width: 16, height: 11 };

/** An envelope round its centre; an answer bears a dot, a damaged one a tear. */
export function envelope(look: EnvelopeLook): readonly Mark[] {
  const key = `${look.answer} ${look.damaged} ${look.small}`;
  const known = envelopes.get(key) ?? drawEnvelope(look);
  envelopes.set(key, known);
  return known;
}

const envelopes = new Map<string, readonly Mark[]>();

function drawEnvelope({ answer, damaged, small }: EnvelopeLook): readonly Mark[] {
  const { width, height } = small ? packetSize : letterSize;
  const [w, h] = [width / 2, height / 2];
  const marks = [rect("paper", "paper", { x: -w, y: -h, width, height }, small ? 1.5 : 2.5)];
  const flap = `M${-w + 0.5} ${round(-h + 1.5)}L0 ${round(h * 0.28)}L${w - 0.5} ${round(-h + 1.5)}`;
  marks.push(path("flap", "flap", flap));
  if (answer) marks.push(circle("seal", "seal", { x: 0, y: h * 0.2 }, small ? 2.2 : 3.4));
  if (damaged) {
    const step = round(h / 2);
    const zigzag = [-1, 2, -2, 2, -1].map((turn) => `l${turn * step} ${step}`).join("");
    const tear = `M${round(w * 0.2)} ${-h - 3}${zigzag}`;
    marks.push(path("tear", "tear", tear));
  }
  return marks;
}

/** Ticks in a turn of a clock's hand. */
const TICKS = 36;

/** A clock round a point; `elapsed` (0…1) is how much of its time has passed. */
export function clock(key: string, at: Point, r: number, elapsed: number): Mark {
  // The hand ticks: nobody sees less, and a picture in between leaves it alone.
  const ticks = Math.round(Math.min(1, Math.max(0, elapsed)) * TICKS);
  const turn = (ticks / TICKS) * 2 * Math.PI;
  const hand = { x: at.x + Math.sin(turn) * r * 0.68, y: at.y - Math.cos(turn) * r * 0.68 };
  return group(key, "clock", [
    circle("face", "face", at, r),
    pie(at, r, turn),
    line("hand", "hand", at, hand),
    path("button", "hand", `M${round(at.x - 2.5)} ${round(at.y - r - 3)}h5`),
  ]);
}

function pie(at: Point, r: number, turn: number): Mark | undefined {
  if (turn <= 0.01 || turn >= 2 * Math.PI - 0.01) return undefined;
  const inner = r - 1;
  const x = round(at.x + Math.sin(turn) * inner);
  const y = round(at.y - Math.cos(turn) * inner);
  const wide = turn > Math.PI ? 1 : 0;
  const start = `M${round(at.x)} ${round(at.y)}V${round(at.y - inner)}`;
  const d = `${start}A${inner} ${inner} 0 ${wide} 1 ${x} ${y}Z`;
  return path("pie", "pie", d);
}
