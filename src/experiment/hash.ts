/** A short name for a text, to notice that it has changed. Not for secrets. */

/** Eight hex digits of the FNV-1a hash of `text` (draft-eastlake-fnv, 32 bits, over UTF-16). */
export function hashText(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
