/** Files of cells for the tests of the terminal's commands, and how these are called. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { main } from "../../../src/cli/main.ts";

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
export const LAUNCHER = join(ROOT, "bin/mostly-reliable.mjs");
export const TOPIC = join(ROOT, "content/1-mostly-reliable/08-retransmission");

/** A folder of this test file, gone after it. */
export const folder = mkdtempSync(join(tmpdir(), "mostly-reliable-cli-"));
after(() => rmSync(folder, { recursive: true }));
// Journals of results that go to standard output lie where nobody else's do.
process.env.XDG_STATE_HOME = join(folder, "state");

/** A command as a person gives it. */
export function command(...args: string[]): { status: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, [LAUNCHER, ...args], { encoding: "utf8" });
  return { status: done.status, out: done.stdout, err: done.stderr };
}

/** A command in this process, which starts sooner. */
export async function called(
  ...args: string[]
): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const status = await main(args, {
    out: (content) => void (out += String(content)),
    err: (words) => void (err += words),
  });
  return { status, out, err };
}

/** A file of cells with this text. */
export function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Three numbers sent on a lossy wire, never again. */
export const TICKER = `
const gap = knob("Gap", { min: 1, max: 100, unit: "ms", value: 10 });
const loss = knob("Loss", { min: 0, max: 100, unit: "%", value: 0 });

class Ticker extends Process {
  left = 3;
  start() {
    this.setTimer("tick", ms(gap));
  }
  timeout() {
    this.send("listener", this.left);
    this.left -= 1;
    if (this.left > 0) this.start();
  }
}

class Listener extends Process {
  heard = 0;
  receive() {
    this.heard += 1;
  }
}

const run = simulate({
  seed,
  faults,
  nodes: { ticker: new Ticker(), listener: new Listener() },
  links: duplex("ticker", "listener", { delay: ms(5), loss: percent(loss) }),
});
const lost = 3 - run.nodes.listener.heard;
`;
