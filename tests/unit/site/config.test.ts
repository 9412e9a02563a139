import assert from "node:assert/strict";
import { test } from "node:test";
import { course as ours } from "../../../course.config.ts";
import { type CourseConfig, CourseError, parseCourse } from "../../../src/site/config.ts";

/** The smallest course, changed in one place. */
function course(change: (draft: Record<string, any>) => void = () => {}): unknown {
  const draft: CourseConfig = {
    id: "small",
    title: "Small",
    tagline: "A course of two topics.",
    language: "en",
    basePath: "/",
    licence: "Free.",
    units: [
      {
        id: "1-first",
        title: "First",
        topics: [
          { id: "01-one", title: "One", promise: "The first." },
          { id: "02-two", title: "Two", promise: "The second." },
        ],
      },
    ],
  };
  change(draft);
  return draft;
}

function complaint(change: (draft: Record<string, any>) => void): string {
  try {
    parseCourse(course(change));
  } catch (error) {
    assert.ok(error instanceof CourseError);
    return error.message;
  }
  assert.fail("the course was accepted");
}

test("the course that we ship is valid, and Unit 1 has the fourteen topics of its plan", () => {
  const { units } = parseCourse(ours);
  assert.equal(units[0]!.topics.length, 14);
  assert.deepEqual(
    units.map(({ title }) => title),
    ["Mostly reliable", "Networks", "Distributed systems"],
  );
});

test("the smallest course is valid", () => {
  assert.equal(parseCourse(course()).units[0]!.legs.length, 0);
});

test("a wrong id names the field, the value and what an id looks like", () => {
  const message = complaint((draft) => (draft.units[0].topics[1].id = "two"));
  assert.match(message, /^course\.config\.ts: units\[0\]\.topics\[1\]\.id is "two", but /);
  assert.match(message, /a number, a dash/);
});

test("a field that does not exist is named, with the remedy", () => {
  const message = complaint((draft) => (draft.units[0].topics[0].titel = "One"));
  assert.equal(
    message,
    'course.config.ts: units[0].topics[0] has a field "titel", which does not exist. ' +
      "Correct or remove it.",
  );
});

test("a missing field and a wrong type are told apart", () => {
  assert.match(
    complaint((draft) => delete draft.title),
    /^course\.config\.ts: title is missing, but it must be of the type string/,
  );
  assert.match(
    complaint((draft) => (draft.units = "none")),
    /^course\.config\.ts: units is "none", but it must be of the type array/,
  );
});

test("two topics of one id are refused even in different units", () => {
  const message = complaint((draft) => {
    const again = { id: "02-two", title: "Again", promise: "Twice." };
    draft.units.push({ id: "2-second", title: "Second", topics: [again] });
  });
  assert.match(message, /units\[1\]\.topics\[0\]\.id is "02-two", but units\[0\]\.topics\[1\]\.id/);
  assert.match(message, /rename one/);
});

test("a leg of the map begins at a topic of its unit", () => {
  const message = complaint((draft) => (draft.units[0].legs = [{ title: "x", from: "03-three" }]));
  assert.match(
    message,
    /units\[0\]\.legs\[0\]\.from is "03-three".*Name one of: 01-one, 02-two\.$/,
  );
});

for (const [field, value, remedy] of [
  ["basePath", "networks", /begin and end with "\/"/],
  ["language", "English", /a tag such as "en-GB"/],
  ["id", "Our course", /small letters, digits and dashes/],
  ["repository", "github/x", /an address such as "https:/],
  ["tagline", "  ", /must not be empty/],
  ["branding", { accent: { light: "blue", dark: "#000000" } }, /"#" and six hexadecimal digits/],
] as const) {
  test(`${field}: ${JSON.stringify(value)} is refused with its remedy`, () => {
    const message = complaint((draft) => (draft[field] = value));
    assert.match(message, new RegExp(`^course\\.config\\.ts: ${field}`));
    assert.match(message, remedy);
  });
}

test("every mistake is told at once, one a line", () => {
  const message = complaint((draft) => {
    draft.title = 3;
    draft.units[0].topics[0].promise = "";
  });
  assert.equal(message.split("\n").length, 2);
});
