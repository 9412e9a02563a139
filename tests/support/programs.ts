/**
 * Finds the programs that tests, screenshots and benchmarks need beside Node, and gets them where
 * the machine allows it. The first found wins: a path in the environment, the system's own,
 * Playwright's; else the system's package manager is asked, then Playwright's download.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

/** What is asked of the machine; tests hand in another one. */
export type Machine = {
  env: NodeJS.ProcessEnv;
  /** Whether we may use the package manager without `sudo`. */
  root: boolean;
  /** Where Playwright keeps its own browser, whether it is there or not. */
  playwrightBrowser: string;
  /** Where progress is told. */
  tell: (line: string) => void;
};

const SECOND = 1000;
const VARIABLES = ["CHROME_PATH", "PLAYWRIGHT_CHROMIUM_PATH"];
const CHROMES = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** The machine that we are on. */
export function thisMachine(): Machine {
  return {
    env: process.env,
    root: process.getuid?.() === 0,
    playwrightBrowser: chromium.executablePath(),
    tell: (line) => console.error(line),
  };
}

/**
 * Path of a Chromium or Chrome that starts. Gets one where there is none; throws one sentence that
 * says what to install where that fails too. Remembers its answer in `CHROME_PATH`, for children.
 */
export function ensureChromium(machine = thisMachine()): string {
  const path = findChromium(machine) ?? installChromium(machine);
  if (path === undefined) {
    throw new Error(
      "No Chromium or Chrome was found, and none could be installed: install the Debian package " +
        "“chromium” (or Google Chrome), or set CHROME_PATH to the program's path.",
    );
  }
  machine.env.CHROME_PATH = path;
  return path;
}

/** Path of a Chromium that is here already, if any. Throws if a variable names one that is not. */
export function findChromium(machine = thisMachine()): string | undefined {
  for (const variable of VARIABLES) {
    const path = machine.env[variable];
    if (!path) continue;
    if (runs(path, machine)) return path;
    throw new Error(
      `${variable} is ${JSON.stringify(path)}, but no browser starts there: ` +
        `correct the path, or unset ${variable} to let the tests search.`,
    );
  }
  const candidates = [...CHROMES.map((name) => which(name, machine)), machine.playwrightBrowser];
  return candidates.find((path) => path !== undefined && runs(path, machine));
}

/**
 * Path of a program, installed from its Debian package where it is missing. Throws one sentence
 * that says what to install where that is not possible.
 */
export function ensureProgram(name: string, debianPackage = name, machine = thisMachine()): string {
  const path = which(name, machine) ?? (aptInstall(debianPackage, machine), which(name, machine));
  if (path !== undefined) return path;
  throw new Error(
    `The program “${name}” was not found, and could not be installed: ` +
      `install the Debian package “${debianPackage}”.`,
  );
}

/** Path of an executable on `PATH` (or the path itself), if there is one. */
export function which(name: string, machine: Pick<Machine, "env"> = thisMachine()) {
  const folders = name.includes("/") ? [""] : (machine.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => (folder ? join(folder, name) : name)).find(isExecutable);
}

function installChromium(machine: Machine): string | undefined {
  aptInstall("chromium", machine);
  const installed = findChromium(machine);
  if (installed !== undefined) return installed;
  machine.tell("Chromium is missing: asking Playwright for its own (at most 60 s) …");
  run("npx", ["--no-install", "playwright", "install", "chromium"], 60 * SECOND, machine);
  return findChromium(machine);
}

/** Asks the system's package manager, where there is one that we may use. */
function aptInstall(debianPackage: string, machine: Machine): void {
  const aptGet = which("apt-get", machine);
  if (aptGet === undefined) return;
  const may = machine.root || run("sudo", ["-n", "true"], 5 * SECOND, machine);
  if (!may) return;
  const apt = (...words: string[]) => {
    const env = ["DEBIAN_FRONTEND=noninteractive", aptGet, ...words];
    const [program, ...rest] = machine.root ? ["env", ...env] : ["sudo", "-n", "env", ...env];
    return run(program!, rest, 600 * SECOND, machine);
  };
  machine.tell(`Installing the Debian package “${debianPackage}” …`);
  const install = ["install", "-y", "--no-install-recommends", debianPackage];
  if (apt("-qq", ...install)) return;
  // A fresh machine has no list of packages yet.
  if (apt("-qq", "update")) apt("-qq", ...install);
}

/** Whether a browser starts: a package may leave a stub behind that only says “use a snap”. */
function runs(path: string, machine: Machine): boolean {
  return isExecutable(path) && run(path, ["--version"], 20 * SECOND, machine);
}

function run(program: string, args: string[], timeout: number, { env }: Machine): boolean {
  return spawnSync(program, args, { env, timeout, stdio: "ignore" }).status === 0;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
