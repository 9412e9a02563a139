/** The options of `send`: what a sender states about its message, and asks of the network. */
import { checkFlag, checkNumber, listed, show } from "../kernel/check.ts";
import { type Envelope, PLAIN_ENVELOPE } from "../network/packet.ts";
import type { SendOptions } from "../process/host.ts";

const MOST_BYTES = 4_294_967_295;

function placeOf(to: string): string {
  return `send(${show(to)}, body, options)`;
}

/** The refusal of a message to a node that there is not. */
export function noSuchNode(to: unknown, nodes: readonly string[]): RangeError {
  const names = listed(nodes);
  return new RangeError(`send(${show(to)}, body): there is no such node; the nodes are ${names}.`);
}

/** The size that a message to `to` has: as stated, else that of its body. */
export function statedSize(to: string, options: SendOptions, size: number): number {
  if (typeof options !== "object" || options === null || options.bytes === undefined) return size;
  const { bytes } = options;
  if (Number.isInteger(bytes) && bytes >= 0 && bytes <= MOST_BYTES) return bytes;
  const rule = { min: 0, max: MOST_BYTES, whole: true, unit: "bytes" };
  return checkNumber(placeOf(to), "bytes", bytes, rule);
}

/** What the network is asked for. */
export function envelopeOf(to: string, options: SendOptions): Envelope {
  if (typeof options !== "object" || options === null) return PLAIN_ENVELOPE;
  const { ttl, dontFragment, report, priority, direct } = options;
  const isPlain = ttl === undefined && dontFragment === undefined && report === undefined;
  if (isPlain && priority === undefined && direct === undefined) return PLAIN_ENVELOPE;
  const where = placeOf(to);
  const rule = { min: 1, max: 255, whole: true };
  return {
    ttl: checkNumber(where, "ttl", ttl ?? PLAIN_ENVELOPE.ttl, rule),
    dontFragment: checkFlag(where, "dontFragment", dontFragment ?? false),
    report: checkFlag(where, "report", report ?? false),
    direct: checkFlag(where, "direct", direct ?? false),
    priority: checkNumber(where, "priority", priority ?? 0, { min: 0, max: 7, whole: true }),
  };
}
