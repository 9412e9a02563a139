/**
 * Which topics have a folder in `content/`, and whether the course's list and the folders agree.
 * Runs when the site's configuration is read: in Node, never in a page.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Course, CourseError, topicFields } from "./config.ts";
import { LOCAL_FOLDER } from "./links.ts";

/** Paths below `content/` that hold an `index.mdx`, such as `1-mostly-reliable/03-protocols`. */
export function topicFolders(content: string): string[] {
  const folders = (path: string) =>
    readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
      .sort();
  if (!existsSync(content)) return [];
  return folders(content)
    .flatMap((unit) => folders(join(content, unit)).map((topic) => `${unit}/${topic}`))
    .filter((path) => existsSync(join(content, path, "index.mdx")));
}

/**
 * Finds the typing error that would turn a written topic into one "to come": an id without a
 * folder whose number belongs to a folder that the course does not list. A folder that is merely
 * left out, or an id merely without folder, is an instructor's decision.
 */
export function checkFolders(course: Course, folders: readonly string[]): void {
  const listed = new Set(topicFields(course).map(([, id]) => id));
  const names = folders.map((path) => path.split("/")[1]!);
  const present = new Set(names);
  const forgotten = folders.filter((path) => !listed.has(path.split("/")[1]!));
  for (const [field, id] of topicFields(course)) {
    if (present.has(id)) continue;
    const meant = forgotten.find((path) => numberOf(path.split("/")[1]!) === numberOf(id));
    if (!meant) continue;
    throw new CourseError(
      `course.config.ts: ${field} is ${JSON.stringify(id)}, but no folder has this name, and ` +
        `content/${meant} is in no unit's list. Write the folder's name, or give the topic that ` +
        `is to come another number. Known folders: ${names.join(", ")}.`,
    );
  }
  checkUnits(course, folders);
}

/** A topic's folder must stand below the unit that lists it, or below `content/local`. */
function checkUnits(course: Course, folders: readonly string[]): void {
  course.units.forEach((unit, u) =>
    unit.topics.forEach(({ id }, t) => {
      const found = folders.filter((path) => path.split("/")[1] === id);
      if (found.length === 0) return;
      if (found.some((path) => [unit.id, LOCAL_FOLDER].includes(path.split("/")[0]!))) return;
      throw new CourseError(
        `course.config.ts: units[${u}].topics[${t}].id is ${JSON.stringify(id)}, but its folder ` +
          `is content/${found[0]}. Move it to content/${unit.id}/${id}, or list the topic in ` +
          `the other unit.`,
      );
    }),
  );
}

function numberOf(id: string): string {
  return /^\d+/.exec(id)?.[0] ?? id;
}
