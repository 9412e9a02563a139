/** Everything that stands in a cell without being imported: the engine, and what the page gives. */
import type { Fault } from "#engine";
import type { ChoiceOptions, NumberOptions, SwitchOptions } from "./knob.ts";

export * from "#engine";

/** This experiment's seed. */
export declare const seed: string;
/** This experiment's faults: its author's, and what has been done to it on the stage. */
export declare const faults: readonly Fault[];
/** A value that the reader turns: a number on a scale, a switch, or one of a few texts. */
export declare function knob(label: string, options: NumberOptions): number;
export declare function knob(label: string, options: SwitchOptions): boolean;
export declare function knob<T extends string>(label: string, options: ChoiceOptions<T>): T;
/** Prints to the cell's output. */
export declare const console: { log(...values: unknown[]): void };
