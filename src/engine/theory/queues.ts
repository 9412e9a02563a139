/**
 * Queues without a memory: customers (packets) come as a Poisson process and take exponential
 * times. M/M/1 is one server with an endless queue, M/M/c has c of them, M/M/1/K has room for K.
 *
 * First come first served, in the long run. Sources: Kleinrock, Queueing Systems, volume 1, 1975,
 * chapter 3; Bertsekas & Gallager, Data Networks, 2nd edition, §3.3 and §3.4; Erlang 1917.
 *
 * `service` is the mean time that one takes; times come back in its unit, so that
 * `mm1(0.8, ms(1)).delay` is in ns.
 */
import { checkNumber } from "../kernel/check.ts";
import { checkCount, checkDuration, checkLoad } from "./rules.ts";

/** A queue in the long run: means. Times have the unit of the service time. */
export type QueueMeans = {
  /** Time before service. */
  wait: number;
  /** Time from coming to leaving: wait and service. */
  delay: number;
  /** How many wait. */
  waiting: number;
  /** How many are there, those in service included. */
  present: number;
};

/**
 * Little's law: how many are there on average, N = λT. It holds for everything that things enter
 * and leave, whatever the order and the distributions, in the long run, or exactly over any time
 * that begins and ends empty (Little, A Proof for the Queuing Formula L = λW, 1961).
 * @param rate λ, so many a second, 0…10¹².
 * @param time T, how long each stays, ns.
 * @throws RangeError outside those ranges.
 */
export function littlesLaw(rate: number, time: number): number {
  checkNumber("littlesLaw", "rate", rate, { min: 0, max: 1e12 });
  return (rate * checkDuration("littlesLaw", "time", time)) / 1e9;
}

/** The four means from one of them: Little's law three times over. */
export function queueOf(wait: number, service: number, perService: number): QueueMeans {
  const delay = wait + service;
  return {
    wait,
    delay,
    waiting: (perService * wait) / service,
    present: (perService * delay) / service,
  };
}

/** A mean service time, in whatever unit. */
export function checkService(where: string, service: number): number {
  return checkNumber(where, "service", service, { min: 1e-12, max: Number.MAX_SAFE_INTEGER });
}

/**
 * M/M/1: one server. Delay S/(1−ρ); n are present with probability (1−ρ)ρⁿ. *Exact.*
 * @param load ρ, the share of time in which the server is busy: 0 to below 1.
 * @param service S, the mean service time.
 * @throws RangeError outside those ranges.
 */
export function mm1(load: number, service: number): QueueMeans {
  const rho = checkLoad("mm1", load);
  const time = checkService("mm1", service);
  return queueOf((rho * time) / (1 - rho), time, rho);
}

/**
 * Erlang's B: the share that finds all servers busy where nobody waits, in M/G/c/c. *Exact*,
 * whatever the distribution of service.
 * @param offered λS, what would be busy if there were servers for all: 0…10⁶ (erlangs).
 * @param servers c, 0…10⁶.
 * @throws RangeError outside those ranges.
 */
export function erlangB(offered: number, servers: number): number {
  checkNumber("erlangB", "offered", offered, { min: 0, max: 1e6 });
  const count = checkCount("erlangB", "servers", servers, 0);
  let blocked = 1;
  for (let c = 1; c <= count; c++) blocked = (offered * blocked) / (c + offered * blocked);
  return blocked;
}

/**
 * Erlang's C: the share that has to wait, in M/M/c. *Exact.*
 * @param offered λS, 0 to below `servers` (erlangs).
 * @param servers c, 1…10⁶.
 * @throws RangeError outside those ranges.
 */
export function erlangC(offered: number, servers: number): number {
  const count = checkCount("erlangC", "servers", servers);
  const remedy = "From there on the queue grows for ever.";
  checkNumber("erlangC", "offered", offered, { min: 0, max: count * (1 - 2e-16), remedy });
  const blocked = erlangB(offered, count);
  return blocked / (1 - (offered / count) * (1 - blocked));
}

/**
 * M/M/c: c servers, one queue. Wait C·S/(c(1−ρ)), C being Erlang's. *Exact.*
 * @param load ρ, the share of time in which each server is busy: 0 to below 1.
 * @param service S, the mean service time.
 * @param servers c, 1…10⁶.
 * @returns also `waits`, the share that has to wait.
 * @throws RangeError outside those ranges.
 */
export function mmc(
  load: number,
  service: number,
  servers: number,
): QueueMeans & { waits: number } {
  const rho = checkLoad("mmc", load);
  const time = checkService("mmc", service);
  const c = checkCount("mmc", "servers", servers);
  const waits = erlangC(rho * c, c);
  return { ...queueOf((waits * time) / (c * (1 - rho)), time, rho * c), waits };
}

/**
 * M/M/1/K: one server and room for K in all; who finds it full is lost. *Exact.*
 * @param load ρ = λS, what is offered: 0…10⁶, above 1 too. Beyond 1 the loss tends to 1 − 1/ρ,
 * whatever K: memory is only delay then.
 * @param service S, the mean service time.
 * @param places K, the one in service included, 1…10⁶.
 * @returns means of those that are let in; also `lost`, the share that is not, and `busy`, the
 * share of time in which the server works.
 * @throws RangeError outside those ranges.
 */
export function mm1k(
  load: number,
  service: number,
  places: number,
): QueueMeans & { lost: number; busy: number } {
  const rho = checkNumber("mm1k", "load", load, { min: 0, max: 1e6 });
  const time = checkService("mm1k", service);
  const k = checkCount("mm1k", "places", places);
  const { full, present } = occupancy(rho, k);
  const busy = rho * (1 - full);
  // Without any load nobody waits; then the mean is that of a server found idle.
  const delay = busy === 0 ? time : (present * time) / busy;
  return { ...queueOf(Math.max(0, delay - time), time, busy), lost: full, busy };
}

/**
 * How many are present on average, and the probability of K of them, from the weights ρⁿ of all
 * states. They are counted from the more probable end, so that none grows beyond 1.
 */
function occupancy(rho: number, k: number): { full: number; present: number } {
  const isOver = rho > 1;
  const ratio = isOver ? 1 / rho : rho;
  let weight = 1;
  let total = 1;
  let distance = 0;
  for (let n = 1; n <= k; n++) {
    weight *= ratio;
    total += weight;
    distance += n * weight;
  }
  const mean = distance / total;
  return isOver ? { full: 1 / total, present: k - mean } : { full: weight / total, present: mean };
}
