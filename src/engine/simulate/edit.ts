/** Setting a field of a process from outside, by its path. */
import { clip, listed, show } from "../kernel/check.ts";

/** Names by which a path would leave the data. */
const FORBIDDEN = ["__proto__", "prototype", "constructor"];

/**
 * Sets what `path` ("disk.stock.dune") leads to, through objects, lists and maps.
 * @param owner Whose field it is, for the refusal: "shop (Shop)".
 * @throws RangeError if the path leads nowhere; it says where it ends and what there is.
 */
export function setField(owner: string, root: object, path: string, value: unknown): void {
  const steps = path.split(".");
  const last = steps.pop() as string;
  let place: unknown = root;
  const walked: string[] = [];
  for (const step of steps) {
    const next = read(place, step);
    if (next === undefined) refuse(owner, path, walked, step, place);
    place = next;
    walked.push(step);
  }
  const isTop = walked.length === 0;
  const mayBeSet = isContainer(place) && !FORBIDDEN.includes(last);
  if (!mayBeSet || (isTop && !Object.hasOwn(root, last))) refuse(owner, path, walked, last, place);
  if (place instanceof Map) place.set(keyOf(place, last), value);
  else (place as Record<string, unknown>)[last] = value;
}

function isContainer(place: unknown): place is object {
  return typeof place === "object" && place !== null;
}

function read(place: unknown, step: string): unknown {
  if (!isContainer(place)) return undefined;
  if (place instanceof Map) return place.get(keyOf(place, step)) as unknown;
  return Object.hasOwn(place, step) ? (place as Record<string, unknown>)[step] : undefined;
}

/** A map's key for a step of a path: the number, where it has that and not the text. */
function keyOf(map: ReadonlyMap<unknown, unknown>, step: string): unknown {
  if (map.has(step) || !/^-?\d+(\.\d+)?$/.test(step)) return step;
  return map.has(Number(step)) ? Number(step) : step;
}

function refuse(
  owner: string,
  path: string,
  walked: readonly string[],
  step: string,
  place: unknown,
): never {
  const where = walked.length === 0 ? owner : `${owner}: ${clip(walked.join("."), 80)}`;
  const keys = place instanceof Map ? [...place.keys()].map(String) : Object.keys(place ?? {});
  const has = isContainer(place) ? `it has ${listed(keys)}` : `it is ${show(place)}`;
  throw new RangeError(
    `edit(…): the field is ${show(path)}, but ${where} has no ${show(step)}; ${has}.`,
  );
}
