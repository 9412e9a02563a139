/** Tables by node, as routers keep them. */
import type { Address } from "../../process/host.ts";

/** Whether two tables say the same. */
export function isSameTable<T>(a: Record<Address, T>, b: Record<Address, T>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
