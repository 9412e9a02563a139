/**
 * Host: the few things that a process may do. The simulator is one host; a real machine with
 * sockets can be another, and the process cannot tell.
 */

import { className } from "../kernel/check.ts";

/** The name of a node. */
export type Address = string;

/** Options of one message. */
export type SendOptions = {
  /**
   * The size that the message's body is said to have, bytes, whatever it really holds: a film of
   * 4 GB need not be written out. 0 to 2³² − 1.
   */
  bytes?: number;
};

/** What stands behind a process. Each member serves the method of `Process` of the same name. */
export type Host = {
  readonly address: Address;
  now(): number;
  random(): number;
  send(to: Address, body: unknown, options: SendOptions | undefined): void;
  setTimer(name: string, after: number): void;
  cancelTimer(name: string): void;
  work(duration: number): void;
  invoke(operation: unknown): number;
  complete(operation: unknown, number: number | undefined): void;
  note(text: string): void;
};

const hosts = new WeakMap<object, Host>();

/** Gives a process its host. Kept here rather than in a field: its fields are its own. */
export function setHost(process: object, host: Host): void {
  hosts.set(process, host);
}

/**
 * The host of a process.
 * @throws Error if it has none, which means that the run has not begun.
 */
export function hostOf(process: object, action: string): Host {
  const host = hosts.get(process);
  if (host !== undefined) return host;
  throw new Error(
    `${className(process)}: ${action} was used before the run began. ` +
      "A constructor only sets fields; what a process does first belongs in start().",
  );
}
