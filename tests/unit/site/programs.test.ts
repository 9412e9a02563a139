import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { ensureChromium, ensureProgram, findChromium, which } from "../../support/programs.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "programs-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A small program on the made-up machine; the shell's path is absolute, so PATH may be bare. */
function program(name: string, script = "exit 0"): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A machine whose PATH holds nothing but our folder. */
function machine({ root = true, env = {} as NodeJS.ProcessEnv } = {}) {
  const told: string[] = [];
  return {
    env: { PATH: folder, ...env } as NodeJS.ProcessEnv,
    root,
    playwrightBrowser: join(folder, "playwright-chrome"),
    tell: (line: string) => told.push(line),
    told,
  };
}

/** Says what it was asked, then makes a program appear, as a package manager would. */
function installer(name: string, makes: string): void {
  program(
    name,
    `echo "$0 $*" >> "${folder}/log"; ` +
      `case "$*" in *install*) printf '#!/bin/sh\\nexit 0\\n' > "${folder}/${makes}"; ` +
      `/bin/chmod +x "${folder}/${makes}";; esac`,
  );
  program("env", 'while [ "${1#*=}" != "$1" ]; do shift; done; exec "$@"');
}

test("a path in the environment wins over the system's browser", () => {
  program("chromium");
  const mine = program("my-chrome");
  assert.equal(findChromium(machine({ env: { CHROME_PATH: mine } })), mine);
});

test("a path in the environment where nothing starts is an error that names the variable", () => {
  const env = { PLAYWRIGHT_CHROMIUM_PATH: join(folder, "gone") };
  assert.throws(() => findChromium(machine({ env })), {
    message: /^PLAYWRIGHT_CHROMIUM_PATH is ".*gone", but no browser starts there: correct the path/,
  });
});

test("the system's browser is found by any of its names, and remembered for children", () => {
  const path = program("google-chrome");
  const here = machine();
  assert.equal(ensureChromium(here), path);
  assert.equal(here.env.CHROME_PATH, path);
  assert.deepEqual(here.told, []);
});

test("a stub that does not start is passed over for Playwright's own browser", () => {
  program("chromium-browser", "echo use a snap; exit 1");
  const own = program("playwright-chrome");
  assert.equal(findChromium(machine()), own);
});

test("as root, the package manager is asked", () => {
  installer("apt-get", "chromium");
  assert.equal(ensureChromium(machine()), join(folder, "chromium"));
  assert.match(readFileSync(join(folder, "log"), "utf8"), /apt-get -qq install -y .* chromium/);
});

test("without root, the package manager is asked only where sudo needs no password", () => {
  installer("apt-get", "chromium");
  program("sudo", "exit 1");
  program("npx", "exit 1");
  assert.throws(() => ensureChromium(machine({ root: false })), /No Chromium or Chrome was found/);
  assert.ok(!existsSync(join(folder, "log")));
  program("sudo", 'shift; [ "$1" = true ] && exit 0; exec "$@"');
  assert.equal(ensureChromium(machine({ root: false })), join(folder, "chromium"));
});

test("where there is no package manager, Playwright is asked", () => {
  installer("npx", "playwright-chrome");
  const here = machine();
  assert.equal(ensureChromium(here), join(folder, "playwright-chrome"));
  assert.match(readFileSync(join(folder, "log"), "utf8"), /npx .*playwright install chromium/);
});

test("where nothing helps, one sentence says what to install", () => {
  program("apt-get", "exit 100");
  program("npx", "exit 1");
  assert.throws(() => ensureChromium(machine()), {
    message: /install the Debian package “chromium” .* or set CHROME_PATH/,
  });
});

test("any other program comes from its Debian package", () => {
  installer("apt-get", "tshark");
  assert.equal(ensureProgram("tshark", "tshark", machine()), join(folder, "tshark"));
  program("apt-get", "exit 100");
  assert.throws(() => ensureProgram("redis-server", "redis", machine()), {
    message: /“redis-server” was not found.*install the Debian package “redis”/,
  });
});

test("which looks along PATH, and takes a path as it is", () => {
  const path = program("tool");
  assert.equal(which("tool", machine()), path);
  assert.equal(which(path, machine()), path);
  assert.equal(which("nothing", machine()), undefined);
});
