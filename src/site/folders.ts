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
  course.units.forEach((unit, u) =>
    unit.topics.forEach(({ id }, t) => {
      const field = `course.config.ts: units[${u}].topics[${t}].id is ${JSON.stringify(id)}`;
      const found = folders.filter((path) => topicOf(path) === id);
      const near = folders.filter((path) => [unit.id, LOCAL_FOLDER].includes(unitOf(path)));
      if (found.length === 0) checkForgotten(field, id, near, listed);
      else if (!found.some((path) => near.includes(path))) {
        throw new CourseError(
          `${field}, but its folder is content/${found[0]}. Move it to content/${unit.id}/${id}, ` +
            `or list the topic in the other unit.`,
        );
      }
    }),
  );
}

function checkForgotten(field: string, id: string, near: string[], listed: Set<string>): void {
  const forgotten = near.filter((path) => !listed.has(topicOf(path)));
  const meant = forgotten.find((path) => numberOf(topicOf(path)) === numberOf(id));
  if (meant === undefined) return;
  throw new CourseError(
    `${field}, but no folder has this name, and content/${meant} is in no unit's list. ` +
      `Write the folder's name, or give the topic that is to come another number. ` +
      `Known folders: ${near.map(topicOf).join(", ")}.`,
  );
}

const unitOf = (path: string) => path.split("/")[0]!;
const topicOf = (path: string) => path.split("/")[1]!;

function numberOf(id: string): number {
  return Number.parseInt(id, 10);
}
