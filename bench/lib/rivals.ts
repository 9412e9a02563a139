/**
 * Other simulators that do the same work, where this machine has them: a program in C++ that is
 * compiled here, SimPy, and ns-3. What is missing is said once, and its lines are left out.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a rival's model says: its processor time (ns), and a result to compare with others'. */
export type Answer = { time: number; result: number };

/** A simulator that runs a model by its name and numbers. */
export type Rival = { name: string; run(model: string, ...numbers: number[]): Answer };

const folder = new URL("../rivals/", import.meta.url).pathname;
const programs = mkdtempSync(join(tmpdir(), "mostly-reliable-bench-"));
process.on("exit", () => rmSync(programs, { recursive: true, force: true }));

/** `-O2`, with a compiler that this machine has; undefined without one. */
function compiled(source: string, ...libraries: string[]): string | undefined {
  const program = join(programs, source.replace(/\.\w+$/, ""));
  const file = join(folder, source);
  for (const compiler of ["c++", "g++", "clang++"]) {
    const flags = ["-O2", "-std=c++17", "-o", program, file, ...libraries];
    if (spawnSync(compiler, flags).status === 0) return program;
  }
  return undefined;
}

function rival(name: string, command: string, ...before: string[]): Rival {
  return {
    name,
    run(model, ...numbers) {
      const options = { encoding: "utf8" } as const;
      const { stdout, stderr } = spawnSync(
        command,
        [...before, model, ...numbers.map(String)],
        options,
      );
      try {
        return JSON.parse(stdout) as Answer;
      } catch {
        throw new Error(`${name} ${model}: ${stderr || stdout}`);
      }
    },
  };
}

function missing(name: string, remedy: string): undefined {
  console.log(JSON.stringify({ missing: name, remedy }));
  return undefined;
}

function findBound(): Rival | undefined {
  const program = compiled("bound.cpp");
  if (program !== undefined) return rival("C++ -O2", program);
  return missing("C++", "install g++ or clang++");
}

function findSimPy(): Rival | undefined {
  for (const python of ["python3", "/usr/bin/python3"]) {
    if (spawnSync(python, ["-c", "import simpy"]).status !== 0) continue;
    return rival("SimPy", python, join(folder, "models.py"));
  }
  return missing("SimPy", "install Debian's python3-simpy3");
}

function findNs3(): Rival | undefined {
  const remedy = "install Debian's libns3-dev, and g++";
  if (!existsSync("/usr/include/ns3/core-module.h")) return missing("ns-3", remedy);
  // By hand rather than by pkg-config: Debian's files name libraries that its packages leave out.
  const libraries = ["core", "network", "point-to-point"].map((name) => `-lns3-${name}`);
  const program = compiled("ns3.cpp", ...libraries, "-Wl,--allow-shlib-undefined");
  return program === undefined ? missing("ns-3", remedy) : rival("ns-3", program);
}

/** Those that are here. */
export const rivals = { bound: findBound(), simPy: findSimPy(), ns3: findNs3() };
