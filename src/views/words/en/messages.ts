/** English sentences about messages: posting, answering, repeating, reading. */
import { EventKind } from "../../../engine/trace/event.ts";
import type { Message } from "../../messages.ts";
import type { TraceIndex } from "../../trace-index.ts";
import { earlierCopy, isKnownAlready, silenceAt, type EarlierCopy } from "../facts.ts";
import { duration } from "../format.ts";
import { kept, lost, say, strong, timer, type Word, type Words } from "../rich.ts";
import { aNth, lexicon, messageOf, nth, person, saying } from "./lexicon.ts";

export function send(index: TraceIndex, row: number): Words {
  const message = messageOf(index, row);
  if (message === undefined) return plainSend(index, row);
  if (message.isAnswer) return answer(index, row, message);
  const { they } = person(index, message.from);
  const what = say(` ${lexicon(index).sends} `, saying(message), " to ", to(index, message));
  const again = message.attempt > 1 ? say(" ", strong(aNth(message.attempt)), " time") : "";
  const reason = reasonFor(index, row, message);
  const subject = reason === undefined ? person(index, message.from).name : say(reason, they);
  return say(subject, what, again, ".", beforeIt(index, row, message));
}

function plainSend(index: TraceIndex, row: number): Words {
  const sender = person(index, index.trace.node(row));
  const receiver = person(index, index.trace.place(row));
  return say(
    sender.name,
    ` ${lexicon(index).sends} a ${lexicon(index).message} to `,
    receiver.name,
    ".",
  );
}

function to(index: TraceIndex, message: Message): string {
  return person(index, message.to).name;
}

/** "Alice heard nothing for 250 ms, so " and its kind; undefined if the trace has no reason. */
function reasonFor(index: TraceIndex, row: number, message: Message): Words | undefined {
  const { trace } = index;
  const cause = trace.cause(row);
  const sender = person(index, message.from);
  if (cause < 0) return undefined;
  if (trace.kind(cause) === EventKind.start) return say(sender.name, " begins: ");
  if (trace.kind(cause) === EventKind.receive) {
    const heard = saying(messageOf(index, cause));
    const { hasRead } = lexicon(index);
    const teller = person(index, trace.place(cause)).name;
    return say(`${sender.name} ${hasRead} ${heard} from ${teller}, so `);
  }
  if (trace.kind(cause) !== EventKind.timeout) return undefined;
  const silence = silenceAt(index, cause);
  if (silence === undefined) return undefined;
  const waited = duration(silence.timer.to - silence.timer.from);
  if (silence.heardNothing) {
    return say(sender.name, " heard nothing for ", timer(waited), ", so ");
  }
  const name = `“${silence.timer.name}”`;
  return say(`${sender.name}’s timer `, timer(name), ` ran out after ${waited}, so `);
}

/** What became of the copy before; that the sender cannot know it is true of every silence. */
function beforeIt(index: TraceIndex, row: number, message: Message): Words {
  const earlier = earlierCopy(index, message, row);
  if (earlier === undefined) return [];
  const { they } = person(index, message.from);
  const told = copyFate(index, message, earlier);
  const cause = index.trace.cause(row);
  const isSilence = cause >= 0 && index.trace.kind(cause) === EventKind.timeout;
  const isDeaf = isSilence && (silenceAt(index, cause)?.heardNothing ?? false);
  return say(" ", told, isDeaf ? `; ${they} cannot know that.` : ".");
}

function copyFate(index: TraceIndex, message: Message, earlier: EarlierCopy): Words {
  const { road } = lexicon(index);
  const receiver = to(index, message);
  const before = "The copy before it ";
  if (earlier.fate !== "received") return say(before, fateWords(earlier.fate, road));
  if (earlier.answer === undefined || earlier.answer === "received") {
    return say(before, kept("arrived"));
  }
  const answerFate = fateWords(earlier.answer, road);
  return say(before, kept("arrived"), `, but ${receiver}’s answer `, answerFate);
}

function fateWords(fate: EarlierCopy["fate"], road: string): Word {
  if (fate === "lost") return lost(`was lost on the ${road}`);
  if (fate === "dropped") return lost(`was taken off the ${road}`);
  if (fate === "severed") return lost(`was cut off on the ${road}`);
  if (fate === "damaged") return lost("was damaged and thrown away");
  if (fate === "stranded") return lost("reached nobody");
  return fate === "received" ? kept("arrived") : { text: "is still on its way" };
}

function answer(index: TraceIndex, row: number, message: Message): Words {
  const { trace } = index;
  const sender = person(index, message.from);
  const said = kept(saying(message));
  const again =
    message.attempt > 1 ? say(" for the ", strong(nth(message.attempt)), " time.") : ".";
  const cause = trace.cause(row);
  if (cause < 0 || trace.kind(cause) !== EventKind.receive) {
    return say(`${sender.name} answers ${to(index, message)}: `, said, again);
  }
  const teller = trace.place(cause);
  const heard = `${saying(messageOf(index, cause))} from ${person(index, teller).name}`;
  const has = `${sender.name} ${lexicon(index).hasRead} ${heard}`;
  if (teller === message.to) return say(`${has} and answers `, said, again);
  return say(`${has}, so ${sender.they} answers ${to(index, message)}: `, said, again);
}

export function receive(index: TraceIndex, row: number): Words {
  const { trace } = index;
  const reader = person(index, trace.node(row));
  const sender = person(index, trace.place(row));
  const message = messageOf(index, row);
  const what = say(`${reader.name} ${lexicon(index).reads} `, strong(saying(message)));
  const known = message !== undefined && isKnownAlready(index, message, row);
  const again = known ? say(` ${cap(reader.they)} has had it `, strong("before"), ".") : "";
  return say(what, ` from ${sender.name}.`, again);
}

function cap(word: string): string {
  return word[0].toUpperCase() + word.slice(1);
}
