/** Whether pieces of state are alike. */

type Fields = Record<string, unknown>;

/** Whether two pieces of state are alike, which are plain data, Map, Set and typed arrays. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Map) return isEqual([...a], [...(b as Map<unknown, unknown>)]);
  if (a instanceof Set) return isEqual([...a], [...(b as Set<unknown>)]);
  if (Array.isArray(a)) return isEqualList(a, b as unknown[]);
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every(
    (key) => Object.hasOwn(b, key) && isEqual((a as Fields)[key], (b as Fields)[key]),
  );
}

/** The same, without a name for each entry: lists may be long. */
function isEqualList(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (!isEqual(a[i], b[i]) || i in a !== i in b) return false;
  }
  return true;
}
