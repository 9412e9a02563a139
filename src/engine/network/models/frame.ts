/** Checks that a link itself makes: its far end throws away what was damaged on it. */
import { crc16, crc32, crc8 } from "../../wire/checks/crc.ts";
import { flipBit } from "../../wire/checks/code.ts";
import type { Guard } from "../../wire/checks/guard.ts";
import { internetSum, parity } from "../../wire/checks/sums.ts";

/** The names of the checks. */
export const FRAME_CHECKS = ["none", "parity", "internet", "crc8", "crc16", "crc32"] as const;

/** How the far end of a link recognises frames that were damaged on it. */
export type FrameCheck = (typeof FRAME_CHECKS)[number];

const guards: Record<Exclude<FrameCheck, "none">, Guard> = {
  parity,
  internet: internetSum,
  crc8,
  crc16,
  crc32,
};

/** Bytes that a check adds to every packet on the link. */
export function trailerBytes(check: FrameCheck): number {
  return check === "none" ? 0 : Math.ceil(guards[check].width / 8);
}

/**
 * Whether a frame seems sound at the far end: decided by its bytes.
 * @param content The packet as it was put on the link. It is changed.
 * @param bits What flipped on the link, the check's own bytes included.
 */
export function seemsSound(check: FrameCheck, content: Uint8Array, bits: readonly number[]) {
  if (check === "none") return true;
  const guard = guards[check];
  const frame = guard.seal(content);
  for (const bit of bits) flipBit(frame, bit);
  return guard.check(frame);
}
