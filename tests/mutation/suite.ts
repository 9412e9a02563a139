/**
 * What `npm run mutate` changes, and the short suite that has to notice it: tests that take
 * milliseconds, those of single parts before those of whole transfers, so that most changes are
 * noticed at once.
 */

/** The sources that are mutated. */
export const mutated = [
  "src/engine/wire/checksum.ts",
  "src/engine/wire/pseudo-header.ts",
  "src/engine/wire/checks/**/*.ts",
  "src/engine/protocols/**/*.ts",
];

const tcp = (name: string): string => `tests/unit/engine/tcp/${name}.test.ts`;

/** The suite, in the order in which it is run. */
export const suite = [
  ...["parts", "settings", "controls", "rtt"].map(tcp),
  ...["dialogues/handshake", "dialogues/closing", "dialogues/receiving"].map(tcp),
  ...["dialogues/sending", "dialogues/recovery", "handshake", "sending", "recovery"].map(tcp),
  tcp("programs"),
  "tests/unit/engine/window-dialogues.test.ts",
  "tests/unit/engine/sliding-window.test.ts",
  "tests/unit/engine/stop-and-wait.test.ts",
  "tests/unit/engine/traffic.test.ts",
  "tests/unit/engine/routing/distance-vector.test.ts",
  "tests/unit/engine/routing/link-state.test.ts",
  "tests/unit/engine/medium/station.test.ts",
  "tests/unit/engine/medium/medium.test.ts",
  "tests/unit/engine/wire/pseudo-header.test.ts",
  "tests/unit/engine/wire/tcp.test.ts",
  "tests/unit/engine/wire/icmp-udp.test.ts",
  "tests/unit/engine/wire/guards.test.ts",
  "tests/unit/engine/wire/codes.test.ts",
];
