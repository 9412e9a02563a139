/** The same runs, bundled, under another Node than the project's own: the machine's. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { goldenFingerprints, goldenScript } from "../../../support/golden.ts";
import { NOTE } from "../../../support/node-tests.ts";
import { sets } from "./sets.ts";

/** Another Node on the path, and its version. */
function otherNode(): { program: string; version: string } | undefined {
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const program = join(folder, "node");
    if (!existsSync(program)) continue;
    const version = spawnSync(program, ["--version"], { encoding: "utf8" }).stdout.trim();
    if (/^v\d+/.test(version) && version !== process.version) return { program, version };
  }
  return undefined;
}

test("golden runs are the same under the machine's own Node", async (t) => {
  const other = otherNode();
  if (other === undefined) {
    const words = `this machine has no Node but ${process.version}, which makes the golden runs.`;
    t.diagnostic(`${NOTE}${t.name}: ${words}`);
    return;
  }
  const input = `${await goldenScript()}\nconsole.log(globalThis.golden);`;
  const { stdout, stderr } = spawnSync(other.program, ["-"], { input, encoding: "utf8" });
  assert.equal(stderr, "", other.version);
  assert.deepEqual(JSON.parse(stdout), goldenFingerprints(Object.keys(sets)), other.version);
});
