/** All keys that do something, for the keyboard's help. Whoever adds a key adds its line here. */

/** Where a key works: on every page, with focus in an experiment, or in the editor of a cell. */
export type Place = "everywhere" | "experiment" | "editor";

/** One line of the help. Keys are pressed together where a part holds "+", one of several else. */
export type Shortcut = { place: Place; keys: readonly string[]; does: string };

export const places: Record<Place, string> = {
  everywhere: "On every page",
  experiment: "With focus in an experiment",
  editor: "In the editor of a cell",
};

export const shortcuts: readonly Shortcut[] = [
  { place: "everywhere", keys: ["?"], does: "Open this help" },
  { place: "everywhere", keys: ["Tab", "Shift + Tab"], does: "Go to the next or previous control" },
  { place: "everywhere", keys: ["Esc"], does: "Close a dialog" },
  { place: "experiment", keys: ["←", "→"], does: "Go to the next thing on the stage" },
  { place: "experiment", keys: ["Enter"], does: "Look into it, and see what can be done to it" },
  { place: "experiment", keys: ["Esc"], does: "Close what you looked into" },
  { place: "editor", keys: ["Ctrl + Enter"], does: "Run the page with your changes" },
  { place: "editor", keys: ["Esc, Tab"], does: "Leave the editor" },
];
