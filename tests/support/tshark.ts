/**
 * Captured packets as Wireshark's tshark dissects them. Where it cannot be had, a capture is
 * compared with a stored one, byte by byte, whose dissection is stored beside it; the test then
 * says so, and the last lines of `npm test` repeat it.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { NOTE } from "./node-tests.ts";
import { ensureProgram } from "./programs.ts";

/** Values of a packet's fields by name; those that occur several times have commas between. */
export type Dissection = Record<string, string>;

let tshark: string | undefined;
let reason = "";
try {
  tshark = ensureProgram("tshark");
} catch (error) {
  reason = (error as Error).message;
}

const SETTINGS = [
  ...["ip.check_checksum:TRUE", "udp.check_checksum:TRUE", "tcp.check_checksum:TRUE"],
  ...["eth.check_fcs:TRUE", "tcp.relative_sequence_numbers:FALSE"],
].flatMap((setting) => ["-o", setting]);
const EACH = ["-T", "fields", "-E", "separator=/t", "-E", "occurrence=a"];

/** What tshark makes of each packet of a file. */
function dissect(program: string, file: string, fields: readonly string[]): string {
  const names = fields.flatMap((field) => ["-e", field]);
  // Without -n it would look names up on the network.
  const args = ["-n", "-r", file, ...SETTINGS, ...EACH, ...names];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  // Later versions have words for yes and no.
  return stdout.replaceAll("True", "1").replaceAll("False", "0");
}

/**
 * The dissection of a capture, one record a packet: that of tshark where there is one, else the
 * stored one. The capture itself must be the stored one in any case. `UPDATE=1` stores both anew.
 * @param golden The stored files' path without `.pcapng` and `.tsv`.
 */
export function dissected(
  t: TestContext,
  capture: Uint8Array,
  golden: URL,
  fields: readonly string[],
): Dissection[] {
  const [stored, table] = [`${golden.pathname}.pcapng`, `${golden.pathname}.tsv`];
  let text: string;
  if (tshark === undefined) {
    t.diagnostic(`${NOTE}${t.name}: compared with a stored dissection. ${reason}`);
    text = readFileSync(table, "utf8");
  } else {
    const folder = mkdtempSync(join(tmpdir(), "mostly-reliable-"));
    const file = join(folder, "capture.pcapng");
    writeFileSync(file, capture);
    text = `${fields.join("\t")}\n${dissect(tshark, file, fields)}`;
    rmSync(folder, { recursive: true });
    if (process.env.UPDATE) {
      writeFileSync(stored, capture);
      writeFileSync(table, text);
    }
  }
  assert.deepEqual(Buffer.from(capture), readFileSync(stored), "the capture has changed");
  const [names, ...lines] = text.trimEnd().split("\n");
  return lines.map((line) => {
    const values = line.split("\t");
    return Object.fromEntries(names.split("\t").map((name, i) => [name, values[i] ?? ""]));
  });
}
