/** The same experiment is the same run here and there: the page's fingerprints against Node's. */
import { readFileSync } from "node:fs";
import * as engine from "../../src/engine/index.ts";
import type { Fault } from "../../src/engine/index.ts";
import { pack } from "../../src/experiment/link.ts";
import { NodeSession } from "../../src/notebook/build/node-session.ts";
import { readTopicCells } from "../../src/notebook/build/topic-cells.ts";
import { readTopicSource } from "../../src/notebook/build/topic-source.ts";
import { compileCells } from "../../src/notebook/compile/compile.ts";
import type { KnobValue } from "../../src/notebook/knob.ts";
import type { Message } from "../../src/notebook/protocol.ts";
import { expect, test } from "../support/browser.ts";
import { TopicPage } from "../support/topic.ts";

const { corrupt, crash, cut, delay, drop, duplicate, heal, ms, restart, seconds } = engine;

type Combination = { knobs?: Record<string, KnobValue>; seed?: string; faults?: Fault[] };

const reliable = { repeats: true, numbered: true };

const combinations: Record<string, Combination> = {
  "as it was written": {},
  "a loss by chance": { knobs: { loss: 20 } },
  "another seed": { knobs: { loss: 20 }, seed: "4711" },
  "a seed of letters": { knobs: { loss: 35, ...reliable }, seed: "Vyšehrad–Žižkov ☃" },
  "losses and repeats": { knobs: { loss: 33, ...reliable } },
  "much loss, a short timeout": { knobs: { loss: 60, patience: 20, ...reliable }, seed: "99" },
  "a letter dropped by hand": { faults: [drop("alice→bob", 10)] },
  "an answer dropped, repeats without numbers": {
    knobs: { repeats: true },
    faults: [drop("bob→alice", 10)],
  },
  "a bit turned, one chosen and one by chance": {
    knobs: { loss: 10, ...reliable },
    faults: [corrupt("alice→bob", 3), corrupt("bob→alice", 2, 77)],
  },
  "a road that is cut and mended": {
    knobs: reliable,
    faults: [cut("alice", "bob", ms(300)), heal("alice", "bob", ms(900))],
  },
  "a bank that falls over": {
    knobs: { loss: 5, ...reliable },
    seed: "8",
    faults: [crash("bob", ms(500)), restart("bob", seconds(1))],
  },
  "late and doubled letters": {
    knobs: reliable,
    faults: [delay("alice→bob", 2, ms(400)), duplicate("alice→bob", 5)],
  },
};

/** A session in Node over the topic's own text, with `edit` applied to it. */
async function inNode(
  run: (fingerprint: (combination: Combination) => Promise<string>) => Promise<void>,
  edit: (text: string) => string = (text) => text,
): Promise<void> {
  const file = "content/1-mostly-reliable/08-retransmission/index.mdx";
  const source = readTopicSource(file, edit(readFileSync(file, "utf8")));
  const { cells, problems } = compileCells(readTopicCells(source).cells, Object.keys(engine));
  expect(problems).toEqual([]);
  let last = "";
  const session = new NodeSession((message: Message) => {
    if (message.kind === "run") last = message.run.fingerprint;
  }, 10_000);
  try {
    await run(async ({ knobs = {}, seed = "7", faults = [] }) => {
      const experiments = [{ id: "letters", run: "run", seed, faults }];
      await session.ask({ kind: "load", cells, knobs, experiments, watched: [] });
      return last;
    });
  } finally {
    await session.end();
  }
}

async function linkOf({ knobs = {}, seed = "7", faults = [] }: Combination): Promise<string> {
  const experiments = { letters: { seed, faults, playhead: 0, guesses: {} } };
  return `#${await pack({ version: 1, sources: {}, knobs, experiments })}`;
}

test("for a dozen combinations of knobs, seeds and faults the page's run is Node's", async ({
  page,
}) => {
  test.setTimeout(90_000);
  const seen = new Set<string>();
  await inNode(async (fingerprint) => {
    for (const [name, combination] of Object.entries(combinations)) {
      const expected = await fingerprint(combination);
      expect(expected, name).toMatch(/^[0-9a-f]{16}$/);
      seen.add(expected);
      const topic = new TopicPage(page);
      await page.goto("about:blank"); // a link that changes only behind the # would load nothing
      await topic.open(await linkOf(combination));
      await expect.poll(() => topic.fingerprint(), { message: name }).toBe(expected);
      await expect(topic.notices, name).toHaveCount(0);
    }
  });
  expect(seen.size, "all of them are different runs").toBe(Object.keys(combinations).length);
});

test("so is the run of a text that the reader has changed", async ({ page }) => {
  const [before, after] = ["this.number += 1;", "this.number += 1 + Math.log(1) + 0 ** 2;"];
  const combination = { knobs: { loss: 25, ...reliable }, seed: "31" };
  const topic = new TopicPage(page);
  await topic.open(await linkOf(combination));
  await topic.replace("alice", before, after);
  await topic.replace("alice", "ms(patience)", "ms(patience * Math.exp(this.random()))");
  await topic.run();
  await inNode(
    async (fingerprint) => {
      const expected = await fingerprint(combination);
      await expect.poll(() => topic.fingerprint()).toBe(expected);
    },
    (text) =>
      text.replace(before, after).replace("ms(patience)", "ms(patience * Math.exp(this.random()))"),
  );
});

test("a run goes the same way however often it is computed", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  const built = await topic.fingerprint();
  await topic.knob("loss").fill("20");
  await expect.poll(() => topic.fingerprint()).not.toBe(built);
  const first = await topic.fingerprint();
  await topic.knob("loss").fill("40");
  await expect.poll(() => topic.fingerprint()).not.toBe(first);
  await topic.knob("loss").fill("20");
  await expect.poll(() => topic.fingerprint()).toBe(first);
});
