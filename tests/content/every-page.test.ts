import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { course } from "../../course.config.ts";
import { runTopic } from "../../src/notebook/build/run-topic.ts";
import { readTopicCells } from "../../src/notebook/build/topic-cells.ts";
import { readTopicSource } from "../../src/notebook/build/topic-source.ts";
import { valueName } from "../../src/notebook/page-data.ts";
import { root } from "./topic.ts";

/* What holds for every page of the course, whoever wrote it. */

/** The most lines of a cell that are not blank, and its widest line. */
const LINES = 60;
const COLUMNS = 84;

/** American forms; the course is written in British English. */
const american = new RegExp(
  "\\b(?:" +
    [
      ..."colors? behaviors? centers? centered neighbors? favors? favorites? honors? gray".split(
        " ",
      ),
      ..."acknowledgments? artifacts? catalogs? defenses? fulfill skillful".split(" "),
      "(?:cancel|label|model|travel|signal|channel|tunnel)(?:ed|ing|er)",
      "(?:analy|organi|recogni|reali|minimi|maximi|optimi|synchroni|seriali)z(?:e[sd]?|ing)",
      "(?:initiali|normali|summari|visuali|generali|speciali|randomi|memori)z(?:e[sd]?|ing)",
    ].join("|") +
    ")\\b",
  "giu",
);

const files = globSync("content/**/*.mdx", { cwd: root }).sort();
const glossary = readFileSync(resolve(root, "content/glossary.yaml"), "utf8");
const entries = (field: string): string[] =>
  [...glossary.matchAll(new RegExp(`^(?:- |  )${field}: *(.+)$`, "gm"))].map(([, text]) => text);

test("there are pages to look at", () => {
  assert.ok(files.length >= 2, files.join(" "));
});

for (const file of files) {
  const text = readFileSync(resolve(root, file), "utf8");
  const source = readTopicSource(file, text);
  const where = (at: number) => `${file}:${text.slice(0, at).split("\n").length}`;

  test(`${file}: cells are short enough to be read beside the stage`, () => {
    for (const { id, source: code, line, visible } of readTopicCells(source).cells) {
      if (!visible) continue;
      const lines = code.split("\n");
      const count = lines.filter((each) => each.trim() !== "").length;
      assert.ok(count <= LINES, `${file}:${line}: ${id} has ${count} lines; at most ${LINES}`);
      const wide = lines.findIndex((each) => [...each].length > COLUMNS);
      assert.equal(wide, -1, `${file}:${line + wide}: wider than ${COLUMNS} columns`);
    }
  });

  test(`${file}: every term that it defines stands in the glossary`, () => {
    const terms = new Set(entries("term").map((term) => term.toLowerCase()));
    for (const found of text.matchAll(/<dfn>([^<]+)<\/dfn>/g)) {
      const term = found[1].replace(/\s+/g, " ").trim().toLowerCase();
      assert.ok(terms.has(term), `${where(found.index)}: “${term}” is not in the glossary`);
    }
  });

  test(`${file}: it is written in British English, without emoji`, () => {
    for (const pattern of [american, /\p{Emoji_Presentation}/gu]) {
      const found = [...text.matchAll(pattern)].map((each) => `${where(each.index)}: ${each[0]}`);
      assert.deepEqual(found, []);
    }
  });

  test(`${file}: it builds, and every value in its prose has been computed`, async () => {
    const page = file.replace(/^content\//, "").replace(/(?:\/index)?\.mdx$/, "");
    const data = await runTopic(page, file, text);
    const attribute = (tag: (typeof source.tags)[number], name: string) =>
      tag.attributes[name]?.text;
    for (const tag of source.tags.filter(({ name }) => name === "Value")) {
      const [of = "", knobs, after] = ["of", "with", "after"].map((name) => attribute(tag, name));
      const value = data.values[valueName(of, knobs, after, attribute(tag, "seed"))];
      assert.notEqual(value, undefined, `${file}:${tag.line}: ${of} has no value`);
      const isEmpty = value === "" || (typeof value === "number" && !Number.isFinite(value));
      assert.ok(!isEmpty, `${file}:${tag.line}: ${of} is ${JSON.stringify(value)}`);
      assert.doesNotMatch(String(value), /^(?:undefined|null|function|\{|\[)/, of);
    }
    for (const { id, result } of data.experiments)
      assert.doesNotMatch(result.outcome.kind, /error|limit/, `${file}: the run of ${id}`);
  });
}

test("every term of the glossary is defined on the page of its topic", () => {
  const [terms, topics] = [entries("term"), entries("topic")];
  terms.forEach((term, i) => {
    const [file] = files.filter((each) => each.includes(`/${topics[i]}/`));
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
    const defined = [...text.matchAll(/<dfn>([^<]+)<\/dfn>/g)].map(([, word]) =>
      word.toLowerCase(),
    );
    assert.ok(defined.includes(term.toLowerCase()), `“${term}” is not defined in ${file}`);
  });
});

test("the glossary has each term once, introduced by a topic of the course", () => {
  const topics = course.units.flatMap((unit) => unit.topics.map(({ id }) => id));
  for (const topic of entries("topic")) assert.ok(topics.includes(topic), `no topic ${topic}`);
  for (const field of ["id", "term"])
    assert.equal(new Set(entries(field)).size, entries(field).length, `a ${field} stands twice`);
  assert.deepEqual(
    [...glossary.matchAll(american)].map(([word]) => word),
    [],
  );
  assert.ok(entries("term").length > 0);
});
