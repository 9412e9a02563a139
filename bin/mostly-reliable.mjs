#!/usr/bin/env node
// The terminal's door. The program itself is TypeScript, which Node runs from version 24 on: npm
// has brought one, whatever this machine's own Node is.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const brought = fileURLToPath(new URL("node_modules/.bin/node", root));
const node = existsSync(brought) ? brought : process.execPath;
const program = fileURLToPath(new URL("src/cli/main.ts", root));
// What Node has compiled is kept for the next time: the program starts three times as quickly.
const cache = join(tmpdir(), "mostly-reliable-compiled");
const child = spawn(node, [program, ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { NODE_COMPILE_CACHE: cache, ...process.env },
});
// Ctrl-C reaches both: the program says what is kept, and the door stays open until it has.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", ({ message }) => {
  console.error(`mostly-reliable: Node cannot be started: ${message}`);
  process.exit(1);
});
child.on("exit", (code, signal) => process.exit(signal === null ? code : 130));
