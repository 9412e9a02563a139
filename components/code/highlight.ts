/** Code as lines of classed tokens, at build: the policy forbids highlighters' inline styles. */
import {
  createCssVariablesTheme,
  createHighlighter,
  type BundledLanguage,
  type Highlighter,
} from "shiki";

export type Token = { text: string; kind: string };

const VARIABLE = "--mr-";
const theme = createCssVariablesTheme({ name: "mostly-reliable", variablePrefix: VARIABLE });

let highlighter: Promise<Highlighter> | undefined;

const languages: readonly BundledLanguage[] = ["ts", "js", "json", "sh", "html"];

/** The lines of `text`; a language that is not known comes out plain. */
export async function highlight(text: string, lang: string): Promise<Token[][]> {
  highlighter ??= createHighlighter({ themes: [theme], langs: [...languages] });
  const known = languages.find((each) => each === lang) ?? "text";
  const { tokens } = (await highlighter).codeToTokens(text, {
    lang: known,
    theme: "mostly-reliable",
  });
  return tokens.map((line) =>
    line.map(({ content, color }) => ({ text: content, kind: kindOf(color) })),
  );
}

/** `var(--mr-token-keyword)` → `keyword`. */
function kindOf(color: string | undefined): string {
  return /-token-([\w-]+)/.exec(color ?? "")?.[1] ?? "";
}
