/**
 * The names that compiled code takes from the notebook besides its own. They stand apart from the
 * compiler, so that the worker which gives them does not carry it along.
 */
export const MARK = "__line";
export const POWER = "__power";
/** What the name of a knob's own maker begins with. */
export const KNOB = "__knob_";
/** What the name of a question's own asker begins with. */
export const ASK = "__ask_";
