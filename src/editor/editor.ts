/**
 * The code editor: CodeMirror in a shadow root, since the page's policy forbids the style elements
 * that it would put into the document. Loaded when somebody first touches a cell.
 */
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, StateEffect, StateField, type Extension } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  drawSelection,
  highlightActiveLine,
  keymap,
  lineNumbers,
  type DecorationSet,
} from "@codemirror/view";
import { colours, look } from "./look.ts";

export type EditorOptions = {
  text: string;
  /** Its name for screen readers. */
  label: string;
  change: (text: string) => void;
  run: () => void;
};

/** A mistake at a line (from 1; 0 = of the whole text) and column (from 1). */
export type EditorProblem = { message: string; line: number; column?: number };

export type CellEditor = {
  /** Puts the cursor at the start of `line`, or leaves it where it is for 0. */
  focus(line: number): void;
  replace(text: string): void;
  /** Marks the line that ran; 0 marks none. */
  mark(line: number): void;
  complain(problems: readonly EditorProblem[]): void;
};

const setMark = StateEffect.define<number>();

const markField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    const lines = transaction.effects.filter((effect) => effect.is(setMark));
    const last = lines.at(-1);
    if (last === undefined) return marks.map(transaction.changes);
    const line = last.value;
    if (line < 1 || line > transaction.state.doc.lines) return Decoration.none;
    const { from } = transaction.state.doc.line(line);
    return Decoration.set([Decoration.line({ class: "ran" }).range(from)]);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Mounts an editor into `host`, in place of what stands there. */
export function createEditor(host: HTMLElement, options: EditorOptions): CellEditor {
  const shell = document.createElement("div");
  shell.className = "cell-editor";
  const root = shell.attachShadow({ mode: "open" });
  const state = EditorState.create({ doc: options.text, extensions: extensions(options) });
  const view = new EditorView({ state, parent: root, root });
  host.replaceChildren(shell);
  return {
    focus: (line) => focusLine(view, line),
    replace: (text) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark: (line) => view.dispatch({ effects: setMark.of(line) }),
    complain: (problems) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.flatMap((each) => diagnose(view, each)),
        ),
      ),
  };
}

function extensions({ label, change, run }: EditorOptions): Extension[] {
  const runKey = { key: "Mod-Enter", run: () => (run(), true), preventDefault: true };
  return [
    keymap.of([runKey, leaveKey, ...defaultKeymap, ...historyKeymap, indentWithTab]),
    lineNumbers(),
    lintGutter(),
    history(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of("  "),
    bracketMatching(),
    highlightActiveLine(),
    javascript({ typescript: true }),
    syntaxHighlighting(colours),
    markField,
    typeOverSelection,
    look,
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) change(update.state.doc.toString());
    }),
  ];
}

/**
 * Escape, then Tab: Tab indents while one types, so the next Tab after Escape must not be taken
 * (WCAG 2.1.2). CodeMirror has a mode for just that.
 */
const leaveKey = {
  key: "Escape",
  run(view: EditorView): boolean {
    view.setTabFocusMode(2_000);
    return false;
  },
};

/**
 * Chromium keeps the style of a selection that is typed over by a style attribute of its own,
 * which the page's policy blocks, with a complaint on the console: so the editor does it itself.
 */
const typeOverSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { data, inputType, isComposing } = event;
    const isTyped = inputType === "insertText" || inputType === "insertReplacementText";
    if (!isTyped || data === null || isComposing || view.state.selection.main.empty) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(data), { userEvent: "input.type" });
    return true;
  },
});

function focusLine(view: EditorView, line: number): void {
  view.focus();
  if (line < 1 || line > view.state.doc.lines) return;
  const { from, text } = view.state.doc.line(line);
  const anchor = from + text.length - text.trimStart().length;
  view.dispatch({ selection: { anchor }, scrollIntoView: true });
}

function diagnose(view: EditorView, { message, line, column = 1 }: EditorProblem): Diagnostic[] {
  if (line < 1 || line > view.state.doc.lines) return [];
  const { from, to } = view.state.doc.line(line);
  const start = Math.min(to, from + Math.max(0, column - 1));
  return [{ from: start, to, severity: "error", message }];
}
