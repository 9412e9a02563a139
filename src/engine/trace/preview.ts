/** Back from the preview of a body, as a trace keeps it, to the body's bytes. */
import { utf8Encode } from "../wire/utf8.ts";

/** What a preview tells of a body: its first bytes, and whether that is all of it. */
export type PreviewedBody = { bytes: Uint8Array; isWhole: boolean };

const BYTES = /^(\d+) bytes(?::((?: [0-9a-f]{2})+))?( …)?$/;

/** The bytes that a preview tells of. A text is in quotes, bytes are counted, all else is JSON. */
export function previewedBody(preview: string): PreviewedBody {
  const bytes = BYTES.exec(preview);
  if (bytes !== null) {
    const digits = (bytes[2] ?? "").trim();
    const known = digits === "" ? [] : digits.split(" ").map((pair) => parseInt(pair, 16));
    return { bytes: Uint8Array.from(known), isWhole: known.length === Number(bytes[1]) };
  }
  const isWhole = !preview.endsWith("…");
  if (!preview.startsWith('"')) {
    return { bytes: utf8Encode(isWhole ? preview : preview.slice(0, -1)), isWhole };
  }
  return { bytes: utf8Encode(isWhole ? unquoted(preview) : cutText(preview)), isWhole };
}

/** A text from its JSON; what is no JSON stands for itself. */
function unquoted(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return json;
  }
}

/** A text whose JSON was cut off, perhaps in the middle of an escape like \u00e9. */
function cutText(preview: string): string {
  const LONGEST_ESCAPE = 6;
  const json = preview.slice(0, -1);
  for (let cut = 0; cut <= LONGEST_ESCAPE; cut++) {
    try {
      return String(JSON.parse(`${json.slice(0, json.length - cut)}"`));
    } catch {
      // One character less.
    }
  }
  return json.slice(1);
}
