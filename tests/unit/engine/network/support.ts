/** Routers, probers and a chain of two routers, which several test files share. */
import {
  type Address,
  duplex,
  type LinkOptions,
  type LinkSpec,
  type Notice,
  Process,
  Router,
  type RouterOptions,
  type Routes,
  type SendOptions,
} from "../../../../src/engine/index.ts";
import { Listener, Talker } from "../support.ts";

/** A router whose table is written by hand. */
export class Scribe extends Router {
  constructor(routes: Routes, options?: RouterOptions) {
    super({ ...options, routing: "own" });
    this.routes = routes;
  }
}

/** Sends one message with options, and keeps the notices that come back. */
export class Prober extends Process<Notice> {
  to: Address;
  body: unknown;
  options: SendOptions;
  notices: [Address, Notice][] = [];

  constructor(to: Address, body: unknown, options: SendOptions) {
    super();
    this.to = to;
    this.body = body;
    this.options = options;
  }

  start(): void {
    this.send(this.to, this.body, this.options);
  }

  receive(notice: Notice, from: Address): void {
    this.notices.push([from, notice]);
  }
}

/** The links of a — r1 — r2 — b, both ways. */
export function links(options?: LinkOptions): LinkSpec[][] {
  return [duplex("a", "r1", options), duplex("r1", "r2", options), duplex("r2", "b", options)];
}

/** Its nodes, with a that says hello. */
export function chain() {
  return { a: new Talker("b", "hello"), r1: new Router(), r2: new Router(), b: new Listener() };
}
