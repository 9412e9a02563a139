/** How the editor looks: like the code whose place it takes, so that nothing jumps. */
import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.self, tags.modifier], color: "var(--blue)" },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: "var(--green)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--amber)" },
  { tag: tags.comment, color: "var(--quiet)" },
  { tag: [tags.definition(tags.className), tags.definition(tags.propertyName)], fontWeight: "600" },
]);

const selected = { backgroundColor: "color-mix(in oklab, var(--blue) 24%, transparent)" };

export const look = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "transparent", fontSize: "13.5px" },
  "&.cm-focused": { outline: "2px solid var(--blue)", outlineOffset: "-2px" },
  ".cm-scroller": {
    fontFamily: "var(--mono)",
    lineHeight: "1.62",
    fontFeatureSettings: '"calt" 0',
  },
  ".cm-content": { padding: "14px 0 20px", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)", borderLeftWidth: "2px" },
  ".cm-gutters": { backgroundColor: "transparent", color: "var(--quiet)", border: "0" },
  ".cm-activeLine": { backgroundColor: "color-mix(in oklab, var(--ink) 5%, transparent)" },
  ".cm-line.ran": {
    backgroundColor: "color-mix(in oklab, var(--amber) 8%, var(--card))",
    boxShadow: "inset 3px 0 0 var(--amber)",
  },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": selected,
  ".cm-selectionBackground": selected,
  ".cm-matchingBracket": { outline: "1px solid var(--quiet)", backgroundColor: "transparent" },
  // CodeMirror marks mistakes with pictures in data addresses, which the page's policy blocks.
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy 1px var(--red)",
    textUnderlineOffset: "3px",
  },
  ".cm-lint-marker-error": { content: "normal" },
  ".cm-lint-marker-error::before": { content: '"×"', color: "var(--red)", fontWeight: "700" },
  ".cm-tooltip": {
    backgroundColor: "var(--card)",
    color: "var(--ink)",
    border: "1px solid var(--rule)",
    fontFamily: "var(--sans)",
  },
});
