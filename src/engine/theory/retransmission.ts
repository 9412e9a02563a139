/**
 * How often something is sent until it has arrived, over one link and over several.
 *
 * Losses are independent, with the same probability at every try. Sources: Bertsekas & Gallager,
 * Data Networks, 2nd edition, §2.4; Saltzer, Reed & Clark, End-to-End Arguments in System Design,
 * ACM TOCS 2(4), 1984, §2.
 */
import { expm1, log1p } from "../kernel/logarithm.ts";
import { checkCount, checkLoss } from "./rules.ts";

/**
 * How often a packet is sent until its sender knows that it has arrived: 1/((1−p)(1−q)). *Exact*,
 * whatever the timeout.
 * @param loss p, of the packet: 0 to below 1.
 * @param ackLoss q, of the answer: 0 to below 1.
 * @throws RangeError outside those ranges.
 */
export function expectedTries(loss: number, ackLoss: number): number {
  const there = 1 - checkLoss("expectedTries", "loss", loss);
  const back = 1 - checkLoss("expectedTries", "ackLoss", ackLoss);
  return 1 / (there * back);
}

/**
 * Crossings of links until a packet has arrived at the end of k links, if only the ends repeat:
 * Σ_{i<k}(1−p)^i / (1−p)^k = (1−(1−p)^k)/(p(1−p)^k). A packet lost on the last link has crossed
 * all the others in vain. Acknowledgements are free and never lost. *Exact.*
 * @param links k, 1…10⁶.
 * @param loss p, of each link: 0 to below 1.
 * @throws RangeError outside those ranges.
 */
export function crossingsEndToEnd(links: number, loss: number): number {
  const k = checkCount("crossingsEndToEnd", "links", links);
  const p = checkLoss("crossingsEndToEnd", "loss", loss);
  // (1−p)^−k − 1, which is 0/0 without loss.
  return p === 0 ? k : expm1(-k * log1p(-p)) / p;
}

/**
 * The same if each link repeats until its far end has the packet: k/(1−p). *Exact.* Arguments and
 * errors as for `crossingsEndToEnd`.
 */
export function crossingsHopByHop(links: number, loss: number): number {
  const k = checkCount("crossingsHopByHop", "links", links);
  return k / (1 - checkLoss("crossingsHopByHop", "loss", loss));
}
