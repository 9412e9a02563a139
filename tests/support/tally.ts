/** What came of a step of the tests: how many passed, and what is to be read about the others. */
export type Tally = { passed: number; failures: string[] };
