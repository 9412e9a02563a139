/** What a router tells the sender of a packet that it could not pass on (RFC 792). */
import type { Message } from "../network/packet.ts";
import type { Notice } from "../process/host.ts";
import { decodeBody, type Encoded, encodeBody } from "../wire/body.ts";

/** The header of ICMP, and the IPv4 header and eight bytes that it quotes (RFC 792). */
export const NOTICE_BYTES = 8 + 20 + 8;

/** The longest body that is quoted: RFC 1812 §4.3.2.3 keeps the whole below 576 bytes. */
const LONGEST_QUOTE = 548;

/** A notice about a message for the node called `to`, as the body of a message. */
export function encodeNotice(notice: Omit<Notice, "to">, to: string, about: Message): Encoded {
  const { form, size } = about.encoded;
  const isQuoted = form !== "bytes" && size <= LONGEST_QUOTE;
  const quote = isQuoted ? { about: decodeBody(about.encoded) } : {};
  const body = { ...notice, to, ...quote };
  try {
    return encodeBody({ action: "report" }, body);
  } catch {
    // A body that is nested as deeply as it may be cannot be quoted one level deeper.
    return encodeBody({ action: "report" }, { ...notice, to });
  }
}

/** What a full inbox tells the sender of a message that it refuses. */
export function refusalOf(message: Message): Encoded {
  const body = { kind: "refused", message: decodeBody(message.encoded) };
  return encodeBody({ action: "refuse" }, body);
}
