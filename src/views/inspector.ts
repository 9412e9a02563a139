export type Inspection = {
  title: string;
  rows: { label: string; value: string; row?: number }[];
  actions: { fault: import("../engine/faults.ts").Fault; words: string }[];
};
export function inspect(_i: unknown, _t: string, _time: number): Inspection | undefined {
  return undefined;
}
