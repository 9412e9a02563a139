/**
 * What `course.config.ts` may say, and the sentences for when it says something else. Every
 * message names the field, the value that stands there, what is permitted and the remedy.
 */
import { z } from "zod";

const FILE = "course.config.ts";

const topicId = z
  .string()
  .regex(
    /^\d+[a-z]?(-[a-z0-9]+)+$/,
    "a topic's id is its folder's name: a number, a dash, small letters",
  );

const unitId = z
  .string()
  .regex(
    /^\d+(-[a-z0-9]+)+$/,
    "a unit's id is its folder's name: a number, a dash, small letters and dashes",
  );

const text = z.string().trim().min(1, "must not be empty");

const colour = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, 'must be a colour written as "#" and six hexadecimal digits');

/** A colour for the light theme and one for the dark one. */
const colourPair = z.strictObject({ light: colour, dark: colour });

const basePath = z
  .string()
  .regex(/^\/([\w.~-]+\/)*$/, 'must begin and end with "/", such as "/" or "/networks-2027/"');

const topicSchema = z.strictObject({
  /** Folder name below the unit's folder, or below `content/local`. */
  id: topicId,
  /** Name of the topic in the map and in the list. */
  title: text,
  /** What the reader gets out of it, in one short sentence. */
  promise: text,
  /** Date of the lesson, such as "2027-03-14", shown beside the topic. */
  date: z.iso.date('must be a date such as "2027-03-14"').optional(),
});

/** A leg of the route map: a caption and the topics drawn on one level. */
const legSchema = z.strictObject({ title: text, from: topicId });

const unitSchema = z.strictObject({
  /** Folder name below `content/`. */
  id: unitId,
  title: text,
  /** One sentence for a unit whose topics are not listed yet. */
  promise: text.optional(),
  /** Captions of the route map, each with the topic at which its leg begins. */
  legs: z.array(legSchema).default([]),
  topics: z.array(topicSchema),
});

/** The schema of the whole file. */
export const courseSchema = z.strictObject({
  /** Short name that keeps this course's stored edits apart from those of others. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "must be small letters, digits and dashes"),
  title: text,
  /** The two sentences under the title of the home page. */
  tagline: text,
  /** Language of the pages, as in HTML's `lang`. */
  language: z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/, 'must be a tag such as "en-GB"'),
  /** Folder of the host below which the site stands; `BASE_PATH` in the environment wins. */
  basePath,
  /** Full address of the finished site, for social previews. */
  site: z.url({ protocol: /^https?$/, error: 'must be an address such as "https://…"' }).optional(),
  /** Address of the repository, for "Report a mistake" and the link to the source. */
  repository: z
    .url({ protocol: /^https$/, error: 'must be an address such as "https://…"' })
    .optional(),
  /** The line about licences in the footer. */
  licence: text,
  /** Colours of links and the route, and the two of the airmail edge. Without it: blue and red. */
  branding: z
    .strictObject({ accent: colourPair, edge: z.tuple([colourPair, colourPair]) })
    .partial()
    .optional(),
  units: z.array(unitSchema).min(1, "must list at least one unit"),
});

/** What an instructor writes. */
export type CourseConfig = z.input<typeof courseSchema>;
/** What the site reads. */
export type Course = z.output<typeof courseSchema>;
export type Unit = Course["units"][number];
export type Topic = Unit["topics"][number];

/** A mistake in `course.config.ts`. Its message is complete: field, value, remedy; no stack. */
export class CourseError extends Error {
  override name = "CourseError";
  override stack = "";
}

/** Checks the file's content and fills in defaults. Throws a `CourseError`. */
export function parseCourse(raw: unknown): Course {
  const result = courseSchema.safeParse(raw, { reportInput: true });
  if (!result.success) throw new CourseError(result.error.issues.map(explain).join("\n"));
  const course = result.data;
  checkUnique(
    course.units.map(({ id }, u) => [`units[${u}].id`, id]),
    "a unit",
  );
  checkUnique(topicFields(course), "a topic");
  course.units.forEach(checkLegs);
  return course;
}

/** Every topic's id with the name of its field, in the order of the file. */
export function topicFields(course: Course): [field: string, id: string][] {
  return course.units.flatMap((unit, u) =>
    unit.topics.map(({ id }, t): [string, string] => [`units[${u}].topics[${t}].id`, id]),
  );
}

function checkUnique(fields: [field: string, id: string][], what: string): void {
  const seen = new Map<string, string>();
  for (const [field, id] of fields) {
    const first = seen.get(id);
    if (first !== undefined) {
      throw new CourseError(
        `${FILE}: ${field} is ${JSON.stringify(id)}, but ${first} has the same id. ` +
          `The id of ${what} is unique in the whole course: rename one of them.`,
      );
    }
    seen.set(id, field);
  }
}

function checkLegs(unit: Unit, u: number): void {
  unit.legs.forEach(({ from }, l) => {
    if (unit.topics.some(({ id }) => id === from)) return;
    throw new CourseError(
      `${FILE}: units[${u}].legs[${l}].from is ${JSON.stringify(from)}, but this unit has no ` +
        `such topic. Name one of: ${unit.topics.map(({ id }) => id).join(", ")}.`,
    );
  });
}

function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") {
    const place = fieldName(issue.path) || "the course";
    const names = issue.keys.map((key) => JSON.stringify(key)).join(" and ");
    return `${FILE}: ${place} has a field ${names}, which does not exist. Correct or remove it.`;
  }
  const missing = issue.input === undefined;
  const value = missing ? "missing" : shown(issue.input);
  const remedy = missing ? "Add it." : "Change it there.";
  return `${FILE}: ${fieldName(issue.path)} is ${value}, but ${sentence(issue)}. ${remedy}`;
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_type") return `it must be of the type ${issue.expected}`;
  return issue.message.startsWith("must") ? `it ${issue.message}` : issue.message;
}

/** `["units", 0, "topics", 7, "id"]` as one would write it in code. */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((step, i) => (typeof step === "number" ? `[${step}]` : `${i ? "." : ""}${String(step)}`))
    .join("");
}

function shown(value: unknown): string {
  const words = JSON.stringify(value) ?? String(value);
  return words.length > 60 ? `${words.slice(0, 57)}…` : words;
}
