/**
 * The postmark: a run's seed round the upper half of a ring, its fingerprint round the lower one,
 * a number of the run's own in the middle. Same fingerprint, same run.
 */
import { circle, group, path, round, text } from "./marks.ts";
import type { Mark, Scene } from "./scene.ts";
import { visible } from "./words/format.ts";
import { en, type Catalogue } from "./words/index.ts";

export type PostmarkOptions = {
  seed: string | number;
  /** 16 hexadecimal digits. */
  fingerprint: string;
  /** What stands in the middle, at most five characters; by default a star. */
  centre?: string;
  /** Begins the ids that the ring's text needs; by default made from the fingerprint. */
  id?: string;
  words?: Catalogue;
};

/** The side of the picture, px; text of 12 px needs this much. */
const SIDE = 92;
const MIDDLE = SIDE / 2;
/** Radii of the rings, and of the lines that the upper and the lower text stand on. */
const RINGS = [43, 40.5, 25];
const UPPER = 29;
const LOWER = 37.5;

export function postmark(options: PostmarkOptions): Scene {
  const { seed, fingerprint, words = en } = options;
  const digits = visible(fingerprint, 16).toUpperCase();
  const short = `${digits.slice(0, 4)}·${digits.slice(4, 8)}`;
  const shownSeed = visible(String(seed), 8);
  const id = options.id ?? `postmark-${fingerprint.replace(/[^0-9a-z]/gi, "").slice(0, 16)}`;
  return {
    width: SIDE,
    height: SIDE,
    class: "stamp",
    label: words.picture.postmark(
      visible(String(seed), 40),
      `${digits.slice(0, 4)} ${digits.slice(4, 8)}`,
    ),
    description: words.picture.postmark(visible(String(seed), 40), digits),
    marks: [
      ...RINGS.map((r, i) => circle(`ring${i}`, `ring ring${i}`, { x: MIDDLE, y: MIDDLE }, r)),
      arc(`${id}-seed`, UPPER, 1),
      arc(`${id}-print`, LOWER, 0),
      around("seed", `${id}-seed`, `SEED ${shownSeed}`),
      around("print", `${id}-print`, short),
      ...middle(options.centre),
    ],
  };
}

/** From left to right over the top (`sweep` 1, 230°) or through the bottom (0, half a circle). */
function arc(id: string, r: number, sweep: 0 | 1): Mark {
  const below = sweep === 1 ? round(r * Math.sin((25 * Math.PI) / 180)) : 0;
  const aside = sweep === 1 ? round(r * Math.cos((25 * Math.PI) / 180)) : r;
  const ends = `M${MIDDLE - aside} ${MIDDLE + below}A${r} ${r} 0 ${sweep} ${sweep}`;
  const d = `${ends} ${MIDDLE + aside} ${MIDDLE + below}`;
  return { tag: "path", key: id, class: "arc", attributes: { id, d } };
}

function around(key: string, arcId: string, said: string): Mark {
  const attributes = { href: `#${arcId}`, startOffset: "50%", "text-anchor": "middle" };
  const along: Mark = { tag: "textPath", key: "along", attributes, text: said };
  return { tag: "text", key, class: "around", children: [along] };
}

function middle(centre: string | undefined): Mark[] {
  const at = { x: MIDDLE, y: MIDDLE + 5 };
  if (centre !== undefined) return [text("centre", "centre", at, visible(centre, 5), "middle")];
  const rays = "M46 37v18M38.2 41.5l15.6 9M38.2 50.5l15.6 -9";
  return [group("centre", "centre", [path("star", "star", rays)])];
}
