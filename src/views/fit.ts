/** How wide a text will be, without asking a browser: views are pure functions. */
import { visible } from "./words/format.ts";

/** px a character at 12 px in JetBrains Mono, which is 0.6 em. */
const MONO = 7.2;
/** The same for Instrument Sans, on the careful side. */
const SANS = 6.5;

/** The text's width in px at a size of 12 px; wide scripts count double. */
export function widthOf(text: string, isMono: boolean): number {
  let width = 0;
  for (const character of text) {
    const isWide = (character.codePointAt(0) ?? 0) >= 0x1100;
    width += (isMono ? MONO : SANS) * (isWide ? 2 : 1);
  }
  return width;
}

/** The text as it may be shown, cut with "…" where it would be wider than `room` px. */
export function fit(text: string, room: number, isMono: boolean, fontSize = 12): string {
  const shown = visible(text, 200);
  const scale = fontSize / 12;
  if (widthOf(shown, isMono) * scale <= room) return shown;
  let kept = "";
  for (const character of shown) {
    if (widthOf(`${kept}${character}…`, isMono) * scale > room) break;
    kept += character;
  }
  return `${kept}…`;
}
