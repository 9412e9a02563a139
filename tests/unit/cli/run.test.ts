/** `mostly-reliable run`, as a person or a script uses it: mostly by its launcher. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { called, command, fileOf, folder, ROOT, TICKER, TOPIC } from "./files.ts";

const CELLS = fileOf("cells.ts", TICKER);

const fingerprintIn = (text: string): string | undefined => /[0-9a-f]{16}/.exec(text)?.[0];

test("a topic's run says its seed, its fingerprint and its end; same seed, same run", async () => {
  const first = command("run", TOPIC);
  assert.equal(first.status, 0, first.err);
  assert.match(first.out, /^letters · seed 7 · [0-9a-f]{16}\nThe run ended by itself at /);
  // The page, built of the same file, shows the first four digits on its postmark.
  assert.equal((await called("run", join(TOPIC, "index.mdx"), "--seed", "7")).out, first.out);
  const other = await called(
    "run",
    TOPIC,
    "--knob",
    "loss=30",
    "--knob",
    "repeats=on",
    "--seed",
    "8",
  );
  assert.notEqual(fingerprintIn(other.out), fingerprintIn(first.out));
});

test("a plain file of cells runs, with its knobs, faults and every event in words", async () => {
  const plain = await called("run", CELLS, "--log");
  assert.equal(plain.status, 0, plain.err);
  assert.match(plain.out, /run · seed 7/);
  assert.equal(plain.out.match(/posts/g)?.length, 3);
  const drop = '[{"verb":"drop","link":"ticker→listener","packet":1}]';
  const faulty = await called("run", CELLS, "--log", "--faults", drop);
  assert.match(faulty.out, /by hand/);
  const file = fileOf("faults.json", drop);
  assert.equal((await called("run", CELLS, "--log", "--faults", file)).out, faulty.out);
});

test("traces go to files, or to standard output with all else out of the way", async () => {
  const paths = { json: "", csv: "", pcap: "", shiviz: "" };
  for (const format of Object.keys(paths) as (keyof typeof paths)[]) {
    paths[format] = join(folder, `trace.${format}`);
  }
  const options = Object.entries(paths).flatMap(([format, path]) => [`--${format}`, path]);
  assert.equal((await called("run", CELLS, ...options)).status, 0);
  const events = (JSON.parse(readFileSync(paths.json, "utf8")) as { events: unknown[] }).events;
  assert.ok(events.length > 10);
  assert.equal(readFileSync(paths.csv, "utf8").trim().split("\n").length, events.length + 1);
  assert.equal(readFileSync(paths.pcap).readUInt32LE(0), 0x0a0d0d0a);
  assert.match(readFileSync(paths.shiviz, "utf8"), /ticker/);
  const piped = await called("run", CELLS, "--json", "-");
  assert.deepEqual(JSON.parse(piped.out), JSON.parse(readFileSync(paths.json, "utf8")));
  assert.match(piped.err, /run · seed 7/);
});

test("on real sockets the same packets are lost, and what cannot be there is refused", async () => {
  const options = ["--knob", "loss=50", "--seed", "3"];
  const lostIn = (csv: string): string[] =>
    csv.split("\r\n").flatMap((line) => (line.includes(",lose,") ? [line.split(",")[5]] : []));
  const simulated = await called("run", CELLS, ...options, "--csv", "-");
  const real = await called("run", CELLS, ...options, "--csv", "-", "--udp");
  assert.equal(real.status, 0, real.err);
  assert.match(real.err, /The run ended by itself at /);
  assert.ok(lostIn(simulated.out).length > 0);
  assert.deepEqual(lostIn(real.out), lostIn(simulated.out));
  const both = await called("run", CELLS, "--udp", "--tcp");
  assert.deepEqual([both.status, /take one of them/.test(both.err)], [2, true]);
  const ordered = '[{"verb":"first","node":"ticker","n":1}]';
  const refused = await called("run", CELLS, "--tcp", "--faults", ordered);
  assert.equal(refused.status, 2);
  assert.match(refused.err, /faults\[0\] \(first\) can only be simulated/);
});

test("a process that throws ends the command with 1", async () => {
  const text = TICKER.replace("this.left -= 1;", 'throw new Error("ouch");');
  const { status, out } = await called("run", fileOf("throws.ts", text));
  assert.equal(status, 1);
  assert.match(out, /Ticker’s program failed at 10\.000.ms: Error: ouch/);
});

test("code that hangs is stopped, and code that reaches for the machine gets nothing", async () => {
  const hanging = TICKER.replace("const run", "for (;;) {}\nconst run");
  const { status, err } = await called("run", fileOf("hangs.ts", hanging), "--limit", "1");
  assert.equal(status, 3);
  assert.match(err, /still running after 1 s.*--limit/);
  const target = join(folder, "stolen");
  const reaching = `const fs = (0 as any).constructor.constructor("return process")()
    .getBuiltinModule("fs");
fs.writeFileSync(${JSON.stringify(target)}, "x");
${TICKER}`;
  const stopped = await called("run", fileOf("reaches.ts", reaching));
  assert.notEqual(stopped.status, 0);
  assert.ok(!existsSync(target));
});

test("bad input ends with 2, and a sentence that names the remedy", async () => {
  const refused = async (args: string[], words: RegExp): Promise<void> => {
    const { status, err } = await called("run", ...args);
    assert.equal(status, 2, `${args.join(" ")}: ${err}`);
    assert.match(err, words);
  };
  await refused([], /missing required argument 'FILE'/);
  await refused(["nowhere"], /There is no file nowhere\. Name a topic's folder/);
  await refused([join(ROOT, "package.json")], /neither a topic .* nor a \.ts file/);
  await refused([TOPIC, "--experiment", "lettres"], /no experiment “lettres”; it has letters/);
  await refused([TOPIC, "--knob", "los=3"], /there is no knob los; the file has loss, /);
  await refused([TOPIC, "--knob", "loss"], /write it as name=value/);
  await refused([TOPIC, "--knob", "loss=99"], /from 0 to 60 %, not to 99/);
  await refused([TOPIC, "--faults", "[1"], /that is no JSON/);
  await refused([TOPIC, "--faults", '[{"verb":"drop","link":"a→b","packet":1}]'], /link is "a→b"/);
  await refused([TOPIC, "--faults", "no.json"], /no such file/);
  await refused([TOPIC, "--limit", "soon"], /give it seconds/);
  await refused([TOPIC, "--csv", join(folder, "no/such/folder")], /no such file/);
  await refused([fileOf("wrong.ts", "const run: number = 'x';")], /wrong\.ts:1: .*not assignable/);
});

test("the help says everything, with examples", () => {
  const { status, out } = command("run", "--help");
  assert.equal(status, 0);
  for (const word of ["--knob", "--seed", "--pcap", "Examples:", "seat belt"]) {
    assert.ok(out.includes(word), word);
  }
  assert.match(command("--version").out, /^\d+\.\d+\.\d+\n$/);
  assert.equal(command("rnu", CELLS).status, 2);
});
