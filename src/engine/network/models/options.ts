/** What a link does to its packets, in whichever form it was written. */
import { checkProbability, checkTime, show } from "../../kernel/check.ts";
import { type Bursts, checkBursts, meanErrors } from "./bursts.ts";
import { checkDistribution, type DelayDistribution, isDistribution, spanOf } from "./delay.ts";

/** Delays that are more than one number: a distribution, or a list to be played again. */
export type Spread = DelayDistribution | readonly number[];
/** Losses that are more than a probability. */
export type Losses = Required<Bursts> | readonly boolean[];

/** Entries that a list to be played again may have. */
const LONGEST_LIST = 1_000_000;

/** The delay of a link: a number for whoever needs one, and the rest of it. */
export function checkDelay(
  where: string,
  delay: unknown,
  known: Spread | null,
): { delay: number; spread: Spread | null } {
  if (Array.isArray(delay)) {
    const list = checkList(where, "delay", delay).map((each, i) =>
      checkTime(where, `delay[${i}]`, each),
    );
    return { delay: list.reduce((a, b) => Math.min(a, b)), spread: list };
  }
  if (!isDistribution(delay)) return { delay: checkTime(where, "delay", delay), spread: known };
  const spread = checkDistribution(`${where}: delay`, delay);
  return { delay: spanOf(spread).delay, spread };
}

/** The loss of a link: a probability for whoever needs one, and the rest of it. */
export function checkLoss(
  where: string,
  loss: unknown,
  known: Losses | null,
): { loss: number; losses: Losses | null } {
  if (Array.isArray(loss)) {
    const losses = checkList(where, "loss", loss).map((each, i) => {
      if (typeof each === "boolean") return each;
      throw new RangeError(`${where}: loss[${i}] is ${show(each)}; it must be true or false.`);
    });
    return { loss: losses.filter(Boolean).length / losses.length, losses };
  }
  if (typeof loss !== "object" || loss === null) {
    return { loss: checkProbability(where, "loss", loss), losses: known };
  }
  const losses = checkBursts(`${where}: loss`, loss, 1);
  return { loss: meanErrors(losses), losses };
}

/** The bit errors of a link: as bursts, of which independent ones are a special case. */
export function checkBitErrors(where: string, errors: unknown): Required<Bursts> | null {
  if (errors === undefined || errors === null || errors === 0) return null;
  if (typeof errors !== "object") {
    const rate = checkProbability(where, "bitErrors", errors);
    return { goodToBad: 0, badToGood: 1, errorGood: rate, errorBad: 0 };
  }
  // What has been checked before comes here again.
  if ((errors as Bursts).goodToBad === 0) {
    return checkBitErrors(where, (errors as Bursts).errorGood);
  }
  return checkBursts(`${where}: bitErrors`, errors, 0.5);
}

function checkList(where: string, field: string, list: readonly unknown[]): readonly unknown[] {
  if (list.length > 0 && list.length <= LONGEST_LIST) return list;
  const rule = `it must have 1 to ${LONGEST_LIST} entries, one a packet`;
  throw new RangeError(`${where}: ${field} has ${list.length} entries; ${rule}.`);
}
