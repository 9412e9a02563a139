/** Bundles the sandbox's two files: the frame with its pinned script, and the worker. */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { build } from "esbuild";

/** A file of the sandbox: its name carries its hash, so that a cache never mixes versions. */
export type SandboxFile = { name: string; text: string };

export type SandboxFiles = {
  runner: SandboxFile;
  worker: SandboxFile;
  /** The runner's script as the page's policy lists it. */
  hash: `sha256-${string}`;
};

const notebook = resolve(import.meta.dirname, "..");

let files: Promise<SandboxFiles> | undefined;

/** Both files; made once a process. */
export function sandboxFiles(): Promise<SandboxFiles> {
  return (files ??= make());
}

async function make(): Promise<SandboxFiles> {
  const [script, worker] = await Promise.all([
    bundle("sandbox/runner.ts"),
    bundle("run/browser-worker.ts"),
  ]);
  const hash = `sha256-${createHash("sha256").update(script).digest("base64")}` as const;
  const runner = frameOf(script, hash);
  return {
    runner: { name: `runner.${shortHash(runner)}.html`, text: runner },
    worker: { name: `worker.${shortHash(worker)}.js`, text: worker },
    hash,
  };
}

/** The frame may run its own script and start workers from text; nothing else, and no network. */
function frameOf(script: string, hash: string): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hash}' blob:`,
    "worker-src blob:",
    "connect-src 'none'",
  ].join("; ");
  return (
    `<!doctype html><html lang="en"><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">` +
    `<title>Sandbox</title></head><body><script>${script}</script></body></html>`
  );
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 10);
}

async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [resolve(notebook, entry)],
    bundle: true,
    format: "iife",
    minify: true,
    target: "es2022",
    write: false,
    legalComments: "none",
    charset: "utf8",
  });
  return result.outputFiles[0].text.trim();
}
