/**
 * What the site remembers on this device. Storage may be full, switched off or absent: then
 * nothing is remembered, and nothing else breaks.
 */

/** Version of the stored shapes; raised when one changes. */
const SCHEMA = 1;

/** Prefix of all keys: a host may serve several courses from one origin. */
export function storagePrefix(course: string, base: string): string {
  return `${course}${base}v${SCHEMA}:`;
}

/** The prefix for this page, as the layout wrote it. */
function prefix(): string {
  return document.documentElement.dataset.storage ?? "";
}

/** What was remembered under a name, or null. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(prefix() + name);
  } catch {
    return null;
  }
}

/** Remembers a text, or forgets it with null. Tells whether that worked. */
export function remember(name: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(prefix() + name);
    else localStorage.setItem(prefix() + name, value);
    return true;
  } catch {
    return false;
  }
}
