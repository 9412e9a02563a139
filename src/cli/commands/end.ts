/** What all commands have in common. */

/** Takes the code with which a command ends. */
export type End = (code: number) => void;

/** Gathers an option that may be given again. */
export const collect = (value: string, before: string[]): string[] => [...before, value];

export const FILE = "a topic's folder, its index.mdx, or a .ts file of cells that defines run";

export const CONFINEMENT = `
The code of FILE runs in processes of its own that may neither write files nor use the network nor
start anything (node --permission). That is a seat belt, not a wall: run what you have read.`;
