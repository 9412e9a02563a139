/**
 * What a service worker has, as far as ours uses it. (The library of types for workers cannot stand
 * beside the one for pages, which the rest of the program needs.)
 */

/** An event that keeps the worker alive until its promise ends. */
export type Lasting = { waitUntil(work: Promise<unknown>): void };

export type FetchAsked = Lasting & {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
};

export type MessageHeard = Lasting & {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
};

type Events = {
  install: Lasting;
  activate: Lasting;
  fetch: FetchAsked;
  message: MessageHeard;
};

export type WorkerScope = {
  addEventListener<K extends keyof Events>(kind: K, listener: (event: Events[K]) => void): void;
  skipWaiting(): Promise<void>;
  readonly location: { readonly origin: string };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window" }): Promise<readonly unknown[]>;
  };
  readonly registration: {
    readonly installing: unknown;
    unregister(): Promise<boolean>;
  };
};

/** The worker in which this file runs. */
export const worker = globalThis as unknown as WorkerScope;
