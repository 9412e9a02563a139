/**
 * A Redis of the tests' own. Where none can be had, the test that asks for it says so, and the
 * last lines of `npm test` repeat it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ensureProgram } from "./programs.ts";

/** The program, or why there is none. */
export function findRedis(): { program: string } | { reason: string } {
  try {
    return { program: ensureProgram("redis-server") };
  } catch (error) {
    return { reason: (error as Error).message };
  }
}

/** A server on a port that stays the same when it is started again; it remembers nothing. */
export class RedisServer {
  readonly #program: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "mostly-reliable-redis-"));
  #child: ChildProcess | undefined;
  #port = 0;

  constructor(program: string) {
    this.#program = program;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    this.#port ||= await freePort();
    const quiet = ["--save", "", "--appendonly", "no", "--loglevel", "warning"];
    const place = ["--port", String(this.#port), "--bind", "127.0.0.1", "--dir", this.#folder];
    this.#child = spawn(this.#program, [...place, ...quiet], { stdio: "ignore" });
    while (!(await answers(this.#port))) await wait(20);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#child = undefined;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  return new Promise((resolve) => {
    socket.on("connect", () => (socket.destroy(), resolve(true)));
    socket.on("error", () => resolve(false));
  });
}
