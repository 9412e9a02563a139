/**
 * A run as a file of captured packets that Wireshark opens: real bytes of IPv4 and UDP, made up
 * from what the trace knows.
 *
 * Node number i (from 0) has the address 10.0.0.0 + i + 1 and its name; all talk from and to port
 * 49152. Time 0 is the beginning of 1970. A packet has as many bytes as the run counted, as far
 * as headers of IPv4 and UDP can (28 to 60 bytes, in steps of 4; a run counts 28 unless told
 * otherwise). A message in several packets is one UDP datagram in fragments (RFC 791 §3.2), whose
 * later ones have 8 bytes of empty options in the place of UDP's header; where its pieces do not
 * begin at multiples of 8 bytes, or it is longer than a datagram can be, each packet is a datagram
 * of its own. Time to live begins at 64.
 *
 * A trace keeps the first 200 characters of a body only: what is beyond them is zeros, unless
 * `body` is given.
 */
import { checkChoice, checkNumber, checkOptions } from "../kernel/check.ts";
import { MOST_BYTES } from "../wire/bytes.ts";
import { addressOf, Datagrams, HEADERS } from "./datagrams.ts";
import type { Flight } from "./flights.ts";
import { LinkType, PcapngWriter } from "./pcapng.ts";
import type { Trace } from "./trace.ts";

/** What is captured, and how. Everything may be left out. */
export type CaptureOptions = {
  /**
   * The node at which packets are seen: those that it sends, as they start, and those that reach
   * it, as they arrive, with what was damaged. Default: every link, each packet as it starts,
   * with a remark on what becomes of it.
   */
  at?: string;
  /** How many bytes of each packet are kept, 28…65,535. Default: all. */
  keep?: number;
  /** Bytes of headers that the run counted for every packet, 0…65,535. Default 28. */
  header?: number;
  /** The bytes of a message's body, by its number, where somebody has them. */
  body?: (message: number) => Uint8Array | undefined;
};

const WHERE = "toPcapng";

/**
 * The packets of a trace as a pcapng file.
 * @throws RangeError for an unknown node or an option out of range, for a packet of more than
 * 65,535 bytes, or a file of more than 512 MiB.
 */
export function toPcapng(trace: Trace, options?: CaptureOptions): Uint8Array {
  const known = ["at", "keep", "header", "body"];
  const given = checkOptions(WHERE, options, known) as CaptureOptions;
  const { at, keep = MOST_BYTES, header = HEADERS, body } = given;
  if (at !== undefined) checkChoice(WHERE, "at", at, trace.nodes);
  const bytes = { max: MOST_BYTES, unit: "bytes", whole: true };
  checkNumber(WHERE, "keep", keep, { ...bytes, min: HEADERS });
  checkNumber(WHERE, "header", header, { ...bytes, min: 0 });
  const datagrams = new Datagrams(trace, header, body);
  const writer = new PcapngWriter("Mostly Reliable", "Simulated: time 0 is 1970-01-01 00:00 UTC.");
  writer.addNames(trace.nodes.map((name, node) => [addressOf(node), name]));
  if (at === undefined) captureLinks(trace, datagrams, writer, keep);
  else captureNode(trace, trace.nodes.indexOf(at), datagrams, writer, keep);
  return writer.bytes();
}

/** Every packet once for every link that it starts onto. */
function captureLinks(trace: Trace, datagrams: Datagrams, writer: PcapngWriter, keep: number) {
  const interfaces = new Map<number, number>();
  for (const flight of datagrams.flights) {
    let number = interfaces.get(flight.link);
    if (number === undefined) {
      number = writer.addInterface(trace.links[flight.link].id, LinkType.raw);
      interfaces.set(flight.link, number);
    }
    const bytes = datagrams.bytesOf(flight);
    writer.addPacket({
      interface: number,
      time: flight.from,
      bytes: bytes.subarray(0, keep),
      size: bytes.length,
      comment: sentence(fateOf(trace, flight), datagrams.remarkOn(flight)),
    });
  }
}

/** What a node could see: what it sends as it starts, and what reaches it as it arrives. */
function captureNode(
  trace: Trace,
  node: number,
  datagrams: Datagrams,
  writer: PcapngWriter,
  keep: number,
) {
  const number = writer.addInterface(trace.nodes[node], LinkType.raw);
  const sights: { row: number; flight: Flight; direction: "in" | "out" }[] = [];
  for (const flight of datagrams.flights) {
    const { from, to } = trace.links[flight.link];
    // A copy is the link's doing: its sender does not see it.
    if (from === node && !flight.copy) {
      sights.push({ row: flight.started, flight, direction: "out" });
    }
    if (to === node && flight.fate === "arrived") {
      sights.push({ row: flight.ended, flight, direction: "in" });
    }
  }
  sights.sort((a, b) => a.row - b.row);
  for (const { row, flight, direction } of sights) {
    const bytes = datagrams.bytesOf(flight, direction === "in");
    writer.addPacket({
      interface: number,
      time: trace.time(row),
      bytes: bytes.subarray(0, keep),
      size: bytes.length,
      direction,
      comment: sentence(datagrams.remarkOn(flight)),
    });
  }
}

/** Remarks as one; undefined if there are none. */
function sentence(...remarks: readonly string[]): string | undefined {
  const said = remarks.filter((remark) => remark !== "");
  return said.length === 0 ? undefined : said.join("; ");
}

const FATES = {
  arrived: "",
  lost: "lost on the way",
  dropped: "taken off the link by a fault",
  severed: "gone with its link, which is down",
  flying: "still on its way when the run ended",
} as const;

/** What becomes of a packet on a link, in words; nothing if all is well. */
function fateOf(trace: Trace, flight: Flight): string {
  const parts: string[] = [];
  if (flight.copy) parts.push("a copy made by the link");
  const bits = flight.corrupted.map((row) => trace.detail(row));
  if (bits.length > 0) {
    parts.push(`${bits.length === 1 ? "bit" : "bits"} ${bits.join(", ")} flipped on the way`);
  }
  if (flight.fate !== "arrived") parts.push(FATES[flight.fate]);
  if (flight.discarded) parts.push("noticed to be damaged and thrown away");
  return parts.join("; ");
}
