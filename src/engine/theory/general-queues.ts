/**
 * Queues in which what counts is how much times vary: M/G/1 (Poisson arrivals, any service time),
 * M/D/1 (constant service), batches of packets, and an approximation for everything else.
 *
 * One server, first come first served, in the long run. Sources: Kleinrock, Queueing Systems,
 * volume 1, 1975, chapter 5 (Pollaczek 1930, Khinchine 1932); Kingman, The single server queue in
 * heavy traffic, 1961; Bertsekas & Gallager, Data Networks, 2nd edition, §3.5.
 *
 * Variation is measured by the squared coefficient, variance/mean²: 0 for constant times, 1 for
 * exponential ones. Times come back in the unit of `service`.
 */
import { checkNumber } from "../kernel/check.ts";
import { checkService, type QueueMeans, queueOf } from "./queues.ts";
import { checkCount, checkLoad } from "./rules.ts";

function checkVariation(where: string, field: string, value: number): number {
  return checkNumber(where, field, value, { min: 0, max: 1e9 });
}

/**
 * M/G/1: wait ρ/(1−ρ)·(1+c²)/2·S (Pollaczek–Khinchine). *Exact.*
 * @param load ρ, 0 to below 1.
 * @param service S, the mean service time.
 * @param variation c², the squared coefficient of variation of the service time, 0…10⁹.
 * @throws RangeError outside those ranges.
 */
export function mg1(load: number, service: number, variation: number): QueueMeans {
  const rho = checkLoad("mg1", load);
  const time = checkService("mg1", service);
  const spread = checkVariation("mg1", "variation", variation);
  return queueOf(((rho / (1 - rho)) * (1 + spread) * time) / 2, time, rho);
}

/**
 * M/D/1: constant service, as of packets of one size: delay S(1 + ρ/(2(1−ρ))), half the wait of
 * M/M/1. *Exact.* Arguments and errors as for `mm1`.
 */
export function md1(load: number, service: number): QueueMeans {
  return mg1(load, service, 0);
}

/**
 * M^[b]/D/1: batches of b at a time, the batches Poisson, constant service: delay
 * S(1 + bρ/(2(1−ρ)) + (b−1)/2). A batch is a customer of M/D/1 with service bS, and its packets
 * then wait for (b−1)/2 of their own. *Exact.*
 * @param load ρ, 0 to below 1.
 * @param service S, the service time of one packet.
 * @param batch b, 1…10⁶.
 * @throws RangeError outside those ranges.
 */
export function batchQueue(load: number, service: number, batch: number): QueueMeans {
  const rho = checkLoad("batchQueue", load);
  const time = checkService("batchQueue", service);
  const size = checkCount("batchQueue", "batch", batch);
  const wait = ((size * rho) / (2 * (1 - rho)) + (size - 1) / 2) * time;
  return queueOf(wait, time, rho);
}

/**
 * Any arrivals, any service (G/G/1): wait about ρ/(1−ρ)·(a²+c²)/2·S. *Approximate*: exact for
 * M/G/1, and in the limit of ρ → 1; Kingman proved a bound of nearly this form. Independent gaps
 * and service times.
 * @param load ρ, 0 to below 1.
 * @param service S, the mean service time.
 * @param arrivals a², the squared coefficient of variation of the gaps between arrivals, 0…10⁹.
 * @param variation c², that of the service time, 0…10⁹.
 * @throws RangeError outside those ranges.
 */
export function kingman(
  load: number,
  service: number,
  arrivals: number,
  variation: number,
): QueueMeans {
  const rho = checkLoad("kingman", load);
  const time = checkService("kingman", service);
  const gaps = checkVariation("kingman", "arrivals", arrivals);
  const spread = checkVariation("kingman", "variation", variation);
  return queueOf(((rho / (1 - rho)) * (gaps + spread) * time) / 2, time, rho);
}
