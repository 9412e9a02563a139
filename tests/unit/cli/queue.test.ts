/** `sweep --queue` and `worker`: the same bytes by way of Redis, whatever dies meanwhile. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Queue } from "bullmq";
import { QUEUE } from "../../../src/cli/queue/redis.ts";
import { NOTE } from "../../support/node-tests.ts";
import { findRedis, RedisServer } from "../../support/redis.ts";
import { called, fileOf, folder, ROOT, TICKER } from "./files.ts";

const CELLS = fileOf("queued.ts", TICKER);
const GOLDEN = fileURLToPath(new URL("golden/queue.csv", import.meta.url));
const SWEEP = ["sweep", CELLS, "--knob", "loss=0..60/20", "--seeds", "150", "--metric", "lost"];
const found = findRedis();
const children: ChildProcess[] = [];
after(() => children.forEach((child) => child.kill("SIGKILL")));

function startWorker(url: string): ChildProcess {
  const program = join(ROOT, "src/cli/main.ts");
  const args = [program, "worker", "--queue", url, "--workers", "1", "--takeover", "1"];
  const child = spawn(process.execPath, args, { stdio: "ignore" });
  children.push(child);
  return child;
}

const journal = join(folder, "queued.csv.journal");
/** Waits until so many runs stand in the journal. */
async function kept(runs: number): Promise<void> {
  const lines = (): number => readFileSync(journal, "utf8").split("\n").length - 2;
  while (!existsSync(journal) || lines() < runs) await wait(2);
}

test("a sweep by workers is the local one, byte for byte, whoever dies meanwhile", async (t) => {
  const local = join(folder, "local.csv");
  assert.deepEqual(await called(...SWEEP, "--csv", local), { status: 0, out: "", err: "" });
  assert.equal(readFileSync(local, "utf8"), readFileSync(GOLDEN, "utf8"));
  if ("reason" in found) {
    const how = `${NOTE}${t.name}: compared with a stored table, without a queue.`;
    return t.diagnostic(`${how} ${found.reason}`);
  }
  const redis = new RedisServer(found.program);
  t.after(() => redis.end());
  await redis.start();
  const queued = [...SWEEP, "--csv", join(folder, "queued.csv"), "--queue", redis.url];
  const first = startWorker(redis.url);
  const begun = called(...queued);
  await kept(30);
  await redis.kill();
  const gone = await begun;
  assert.equal(gone.status, 5);
  assert.match(gone.err, /Redis at redis:\/\/127\S+ has gone away \(.*what is finished is kept/s);
  await redis.start();
  const again = called(...queued);
  await kept(200);
  first.kill("SIGKILL");
  const queue = new Queue(QUEUE, { connection: { url: redis.url } });
  assert.equal(await queue.getActiveCount(), 1, "it had something in hand");
  await queue.close();
  startWorker(redis.url);
  const { status, err } = await again;
  assert.equal(status, 0, err);
  assert.match(err, /runs are known from/);
  assert.equal(readFileSync(join(folder, "queued.csv"), "utf8"), readFileSync(GOLDEN, "utf8"));
});

test("an address at which no Redis answers is refused with the remedy", async () => {
  const nobody = "redis://:secret@127.0.0.1:9";
  for (const args of [["worker"], [...SWEEP, "--csv", join(folder, "none.csv")]]) {
    const { status, err } = await called(...args, "--queue", nobody);
    assert.equal(status, 5);
    assert.match(
      err,
      /No Redis answers at redis:\/\/127\.0\.0\.1:9 \(.*\)\. Start it \(redis-server\)/,
    );
  }
  const wrong = await called("worker", "--queue", "localhost");
  assert.deepEqual([wrong.status, /looks like redis:/.test(wrong.err)], [2, true]);
  const never = await called("worker", "--queue", nobody, "--takeover", "0");
  assert.deepEqual([never.status, /--takeover 0: give it seconds/.test(never.err)], [2, true]);
});
