/**
 * Messages in several packets: one that is lost is all that is lost. Packets are lost
 * independently, each with the same probability p.
 *
 * Source: Kent & Mogul, Fragmentation Considered Harmful, SIGCOMM 1987, §2.3.
 */
import { exp, expm1, log1p } from "../kernel/logarithm.ts";
import { checkNumber } from "../kernel/check.ts";
import { checkCount } from "./rules.ts";

/**
 * The probability that all packets of a message arrive: (1−p)^N. *Exact.*
 * @param loss p, 0…1.
 * @param packets N, 0…10⁹. Over k links that each lose p, it is k·N.
 * @throws RangeError outside those ranges.
 */
export function allArrive(loss: number, packets: number): number {
  checkNumber("allArrive", "loss", loss, { min: 0, max: 1 });
  const count = checkCount("allArrive", "packets", packets, 0, 1e9);
  return count === 0 ? 1 : exp(count * log1p(-loss));
}

/**
 * The probability that a message is lost because one of its packets is: 1 − (1−p)^N, without the
 * rounding that would swallow a very small p. *Exact.* Arguments and errors as for `allArrive`.
 */
export function messageLoss(loss: number, packets: number): number {
  checkNumber("messageLoss", "loss", loss, { min: 0, max: 1 });
  const count = checkCount("messageLoss", "packets", packets, 0, 1e9);
  return count === 0 ? 0 : -expm1(count * log1p(-loss));
}

/**
 * The loss of packets at which a given share of messages is lost: 1 − (1−share)^(1/N).
 * @param share 0…1. Half of all messages of 42 packets are lost at 1.64 %.
 * @param packets N, 1…10⁹.
 * @throws RangeError outside those ranges.
 */
export function lossForMessageLoss(share: number, packets: number): number {
  checkNumber("lossForMessageLoss", "share", share, { min: 0, max: 1 });
  return -expm1(log1p(-share) / checkCount("lossForMessageLoss", "packets", packets, 1, 1e9));
}
