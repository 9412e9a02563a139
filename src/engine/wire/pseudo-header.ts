/**
 * The checksum of UDP and TCP covers, besides the segment, twelve bytes that do not travel with
 * it: addresses, protocol, length. So a segment that reached the wrong host is noticed there
 * (RFC 768; RFC 9293 §3.1).
 */
import { checkField } from "./bytes.ts";
import { onesSum } from "./checksum.ts";

/** Between whom a segment travels: what the Internet Protocol's header says. */
export type Ends = {
  /** 0…2³²−1; see `ipv4Address`. */
  source: number;
  destination: number;
};

/** The ones' complement sum of pseudo-header and segment, 0…65,535; 65,535 if a check holds. */
export function pseudoSum(where: string, ends: Ends, protocol: number, segment: Uint8Array) {
  let sum = protocol + segment.length;
  for (const field of ["source", "destination"] as const) {
    const address = checkField(where, field, ends[field], 32);
    sum += (address >>> 16) + (address & 0xffff);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return onesSum(segment, sum);
}
