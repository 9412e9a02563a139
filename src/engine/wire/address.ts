/**
 * Addresses as people write them and as headers hold them: an IPv4 address is a number of 32 bits
 * (RFC 791 §2.3), an Ethernet address one of 48 (IEEE 802-2014 §8), both exact in a `number`.
 */
import { checkNumber, show } from "../kernel/check.ts";

/** The largest Ethernet address: the one of everybody. */
export const BROADCAST_MAC = 0xffff_ffff_ffff;

/**
 * An IPv4 address as a number, 0…2³²−1: "10.0.0.1" is 167,772,161.
 * @throws RangeError unless the text is four decimal numbers from 0 to 255 (without leading
 * zeros, which some programs take for octal) with dots between them.
 */
export function ipv4Address(text: string): number {
  const parts = typeof text === "string" ? text.split(".") : [];
  const isAddress = parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part));
  const octets = parts.map(Number);
  if (!isAddress || octets.some((octet) => octet > 255)) {
    throw new RangeError(
      `ipv4Address: the address is ${show(text)}; ` +
        `it must be four numbers from 0 to 255 with dots between them: "10.0.0.1".`,
    );
  }
  return octets.reduce((address, octet) => address * 256 + octet, 0);
}

/**
 * An IPv4 address as a text.
 * @throws RangeError if it is not a whole number from 0 to 2³² − 1.
 */
export function ipv4Text(address: number): string {
  const max = 0xffff_ffff;
  checkNumber("ipv4Text", "the address", address, { min: 0, max, whole: true });
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join(".");
}

/**
 * An Ethernet address as a number, 0…2⁴⁸−1: "02:00:00:00:00:01".
 * @throws RangeError unless the text is six pairs of hexadecimal digits with colons between them.
 */
export function macAddress(text: string): number {
  if (typeof text !== "string" || !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) {
    throw new RangeError(
      `macAddress: the address is ${show(text)}; ` +
        `it must be six pairs of hexadecimal digits from 00 to ff: "02:00:00:00:00:01".`,
    );
  }
  return parseInt(text.replaceAll(":", ""), 16);
}

/**
 * An Ethernet address as a text.
 * @throws RangeError if it is not a whole number from 0 to 2⁴⁸ − 1.
 */
export function macText(address: number): string {
  checkNumber("macText", "the address", address, { min: 0, max: BROADCAST_MAC, whole: true });
  const digits = address.toString(16).padStart(12, "0");
  return (digits.match(/../g) as string[]).join(":");
}
