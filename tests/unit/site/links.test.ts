import assert from "node:assert/strict";
import { test } from "node:test";
import { joinBase, normaliseBase, topicPath } from "../../../src/site/links.ts";

test("a base path begins and ends with one slash, however it is written", () => {
  for (const written of ["sub/path", "/sub/path", "sub/path/", "//sub//path//"]) {
    assert.equal(normaliseBase(written), "/sub/path/");
  }
  for (const root of ["", "/", "//"]) assert.equal(normaliseBase(root), "/");
});

test("links stand below the base path", () => {
  assert.equal(joinBase("/", ""), "/");
  assert.equal(joinBase("/sub/path", "glossary/"), "/sub/path/glossary/");
  assert.equal(joinBase("/sub/path/", "/favicon.svg"), "/sub/path/favicon.svg");
  assert.equal(joinBase("/sub/path/", "#course"), "/sub/path/#course");
});

test("a topic's page has a path of its unit and its own id", () => {
  assert.equal(topicPath("1-mostly-reliable", "03-protocols"), "1-mostly-reliable/03-protocols/");
});
