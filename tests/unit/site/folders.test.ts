import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { parseCourse } from "../../../src/site/config.ts";
import { checkFolders, topicFolders } from "../../../src/site/folders.ts";

function course(...ids: string[]) {
  const topics = ids.map((id) => ({ id, title: id, promise: "Something." }));
  return parseCourse({
    id: "small",
    title: "Small",
    tagline: "Small.",
    language: "en",
    basePath: "/",
    licence: "Free.",
    units: [{ id: "1-first", title: "First", topics }],
  });
}

test("topics to come and folders left out are both permitted", () => {
  checkFolders(course("01-one", "02-two"), ["1-first/01-one", "1-first/03-three"]);
});

test("a mistyped id is told from a topic to come by the number of a forgotten folder", () => {
  assert.throws(() => checkFolders(course("01-one", "8-retrans"), ["1-first/08-retransmission"]), {
    name: "CourseError",
    message:
      'course.config.ts: units[0].topics[1].id is "8-retrans", but no folder has this name, and ' +
      "content/1-first/08-retransmission is in no unit's list. Write the folder's name, or give " +
      "the topic that is to come another number. Known folders: 08-retransmission.",
  });
});

test("a topic's folder stands below its unit or below local", () => {
  checkFolders(course("01-one"), ["local/01-one"]);
  assert.throws(() => checkFolders(course("01-one"), ["2-second/01-one"]), {
    message: /its folder is content\/2-second\/01-one\. Move it to content\/1-first\/01-one/,
  });
});

test("only folders with an index.mdx are topics", () => {
  const root = mkdtempSync(join(tmpdir(), "content-"));
  try {
    for (const path of ["1-first/01-one", "1-first/02-two", "local/01-one"]) {
      mkdirSync(join(root, path), { recursive: true });
    }
    writeFileSync(join(root, "1-first/01-one/index.mdx"), "");
    writeFileSync(join(root, "local/01-one/index.mdx"), "");
    writeFileSync(join(root, "glossary.yaml"), "");
    assert.deepEqual(topicFolders(root), ["1-first/01-one", "local/01-one"]);
    assert.deepEqual(topicFolders(join(root, "nothing")), []);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test("a forgotten folder of another unit is no typing error of this one", () => {
  checkFolders(course("01-one"), ["2-second/01-other"]);
});
