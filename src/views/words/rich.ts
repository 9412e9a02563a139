/** Sentences as small rich text: pieces with a tone, never HTML. */

/**
 * What a piece of a sentence is about, for its colour and weight: lost or broken, kept (arrived,
 * acknowledged), a timer, or simply strong.
 */
export type Tone = "lost" | "kept" | "timer" | "strong";
export type Word = { text: string; tone?: Tone };
export type Words = readonly Word[];

/** Joins pieces to one text; neighbours of the same tone become one piece. */
export function say(...parts: readonly (string | Word | Words)[]): Words {
  const words: Word[] = [];
  for (const part of parts.flat()) {
    const word = typeof part === "string" ? { text: part } : part;
    const last = words.at(-1);
    if (word.text === "") continue;
    if (last !== undefined && last.tone === word.tone) {
      words[words.length - 1] = { ...last, text: last.text + word.text };
    } else words.push(word);
  }
  return words;
}

export const lost = (text: string): Word => ({ text, tone: "lost" });
export const kept = (text: string): Word => ({ text, tone: "kept" });
export const timer = (text: string): Word => ({ text, tone: "timer" });
export const strong = (text: string): Word => ({ text, tone: "strong" });

/** The same without tones. */
export function plain(words: Words): string {
  return words.map((word) => word.text).join("");
}

/** A piece made into the beginning of a sentence. */
export function capital(text: string): string {
  return text === "" ? text : text[0].toUpperCase() + text.slice(1);
}
