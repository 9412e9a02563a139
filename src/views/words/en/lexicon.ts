/** English nouns and verbs: the post office's and the network's, and the course's cast. */
import type { LinkChange } from "../../../engine/faults.ts";
import type { Flight } from "../../../engine/trace/flights.ts";
import { previewOf, type Message } from "../../messages.ts";
import type { Idiom, TraceIndex } from "../../trace-index.ts";
import { duration, number, percent, properName, rate } from "../format.ts";

export type Lexicon = {
  message: string;
  messages: string;
  sends: string;
  sent: string;
  road: string;
  reads: string;
  hasRead: string;
};

const lexicons: Record<Idiom, Lexicon> = {
  post: {
    message: "letter",
    messages: "letters",
    sends: "posts",
    sent: "posted",
    road: "road",
    reads: "reads",
    hasRead: "has read",
  },
  network: {
    message: "message",
    messages: "messages",
    sends: "sends",
    sent: "sent",
    road: "link",
    reads: "receives",
    hasRead: "has received",
  },
};

export function lexicon(index: TraceIndex): Lexicon {
  return lexicons[index.idiom];
}

export type Person = { name: string; they: string; their: string };

const women = new Set(["alice", "ann", "anna", "carol", "eve", "grace"]);
const men = new Set(["bob", "ben", "dave", "frank", "mallory", "trent"]);

/** A node as somebody to speak of: the cast of the course has pronouns, all others are "it". */
export function person(index: TraceIndex, node: number): Person {
  const id = index.trace.nodes[node] ?? "";
  const name = id === "" ? "somebody" : properName(id);
  if (women.has(id.toLowerCase())) return { name, they: "she", their: "her" };
  if (men.has(id.toLowerCase())) return { name, they: "he", their: "his" };
  return { name, they: "it", their: "its" };
}

/** What a message says, in a few characters. */
export function saying(message: Message | undefined): string {
  return message === undefined ? "a message" : previewOf(message);
}

export function messageOf(index: TraceIndex, row: number): Message | undefined {
  return index.messages.get(index.trace.message(row));
}

export function flightOf(index: TraceIndex, row: number): Flight | undefined {
  return index.flights[index.flightOfRow[row]];
}

const ordinals = [
  "zeroth",
  "first",
  "second",
  "third",
  "fourth",
  "fifth",
  "sixth",
  "seventh",
  "eighth",
  "ninth",
  "tenth",
];

/** 2 → "second", 11 → "11th". */
export function nth(n: number): string {
  return ordinals[n] ?? ordinal(n);
}

/** 8 → "an eighth". */
export function aNth(n: number): string {
  const isVowel = n === 8 || n === 11 || n === 18 || /^8\d$|^8\d\d$/.test(String(n));
  return `${isVowel ? "an" : "a"} ${nth(n)}`;
}

/** 4 → "4th". */
export function ordinal(n: number): string {
  const tens = n % 100;
  const ending = tens >= 11 && tens <= 13 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${number(n)}${ending}`;
}

const few = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** 1, "letter", "letters" → "one letter"; 58 → "58 letters". */
export function count(n: number, one: string, many: string): string {
  return `${few[n] ?? number(n)} ${n === 1 ? one : many}`;
}

/** "Alice", "Alice and Bob", "Alice, Bob and Carol". */
export function enumerate(names: readonly string[]): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** What a link now does, where that is not as it was set up: "carries 1 Mbit/s". */
export function linkChange({ bandwidth, delay, loss }: LinkChange): string[] {
  const isGiven = (value: number | undefined): value is number => Number.isFinite(value);
  const parts: string[] = [];
  if (isGiven(bandwidth)) parts.push(`carries ${rate(bandwidth)}`);
  if (isGiven(delay)) parts.push(`takes ${duration(delay)}`);
  if (isGiven(loss)) parts.push(`loses ${percent(loss)}`);
  return parts;
}
