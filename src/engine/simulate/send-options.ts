/** The options of `send`: what a sender states about its message, and asks of the network. */
import { checkFlag, checkNumber, show } from "../kernel/check.ts";
import { type Envelope, PLAIN_ENVELOPE } from "../network/packet.ts";
import type { SendOptions } from "../process/host.ts";

const MOST_BYTES = 4_294_967_295;

/** The size that a message to `to` has: as stated, else that of its body. */
export function statedSize(to: string, options: SendOptions, size: number): number {
  if (typeof options !== "object" || options === null || options.bytes === undefined) return size;
  const where = `send(${show(to)}, body, options)`;
  const rule = { min: 0, max: MOST_BYTES, whole: true, unit: "bytes" };
  return checkNumber(where, "bytes", options.bytes, rule);
}

/** What the network is asked for. */
export function envelopeOf(to: string, options: SendOptions): Envelope {
  if (typeof options !== "object" || options === null) return PLAIN_ENVELOPE;
  const { ttl = PLAIN_ENVELOPE.ttl, dontFragment = false, report = false } = options;
  const where = `send(${show(to)}, body, options)`;
  return {
    ttl: checkNumber(where, "ttl", ttl, { min: 1, max: 255, whole: true }),
    dontFragment: checkFlag(where, "dontFragment", dontFragment),
    report: checkFlag(where, "report", report),
  };
}
