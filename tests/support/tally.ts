/**
 * What came of a step of the tests: how many passed, what is to be read about the others, and what
 * was done in another way than meant.
 */
export type Tally = { passed: number; failures: string[]; notes?: string[] };
