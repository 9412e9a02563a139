/** The packets of a trace as bytes of IPv4 and UDP; `capture.ts` says what is chosen and why. */
import { grouped } from "../kernel/check.ts";
import { ipv4Address } from "../wire/address.ts";
import { MOST_BYTES } from "../wire/bytes.ts";
import { encodeIpv4, IPV4_HEADER, MOST_OPTIONS, Protocol } from "../wire/ipv4.ts";
import { encodeUdp, UDP_HEADER } from "../wire/udp.ts";
import { EventKind } from "./event.ts";
import { type Flight, flightsOf } from "./flights.ts";
import { Pieces } from "./pieces.ts";
import { type PreviewedBody, previewedBody } from "./preview.ts";
import type { Trace } from "./trace.ts";

/** Bytes of the headers of IPv4 and UDP. */
export const HEADERS = IPV4_HEADER + UDP_HEADER;

const PORTS = { sourcePort: 49_152, destinationPort: 49_152 };
const FIRST_ADDRESS = ipv4Address("10.0.0.1");
const TIME_TO_LIVE = 64;

/** The address that a node's packets bear, by its index. */
export function addressOf(node: number): number {
  return FIRST_ADDRESS + node;
}

/** A message, as far as the packets of a trace show it. */
type Message = {
  source: number;
  destination: number;
  body: PreviewedBody;
  /** Bytes of its packets that were sent. */
  size: number;
  /** Whether its packets can be fragments of one datagram. */
  isOne: boolean;
  /** That datagram, made when first asked for. */
  segment: Uint8Array | undefined;
};

/** What belongs to one flight. */
type Passage = {
  offset: number;
  length: number;
  /** How many links the packet had crossed before. */
  crossed: number;
  /** Bits that were turned on those, and that nobody noticed. */
  damage: readonly number[];
};

/** Makes the bytes of packets. Reads the trace once, when it is made. */
export class Datagrams {
  readonly flights: readonly Flight[];
  readonly #trace: Trace;
  readonly #header: number;
  readonly #messages = new Map<number, Message>();
  readonly #passages = new Map<Flight, Passage>();

  /**
   * @param header Bytes of headers that the run counted for every packet.
   * @param body The bytes of a message's body, by its number, where somebody has them.
   * @throws RangeError for a packet that is longer than any of IPv4.
   */
  constructor(trace: Trace, header: number, body?: (message: number) => Uint8Array | undefined) {
    this.#trace = trace;
    this.#header = header;
    for (let row = 0; row < trace.rows; row++) {
      if (trace.kind(row) === EventKind.send) this.#addMessage(row, body?.(trace.message(row)));
    }
    this.flights = flightsOf(trace).filter(({ message }) => this.#messages.has(message));
    this.#follow(new Pieces(trace, header));
  }

  /** The bytes of a flight's packet as it starts, or as it arrives: with what was damaged. */
  bytesOf(flight: Flight, asItArrives = false): Uint8Array {
    const { offset, length, crossed, damage } = this.#passages.get(flight) as Passage;
    const message = this.#messages.get(flight.message) as Message;
    const { source, destination, size, isOne } = message;
    const isLater = isOne && offset > 0;
    const fields = {
      source,
      destination,
      protocol: Protocol.udp,
      identification: flight.message & 0xffff,
      timeToLive: Math.max(1, TIME_TO_LIVE - crossed),
      moreFragments: isOne && offset + length < size,
      fragmentOffset: isLater ? offset + UDP_HEADER : 0,
      options: filling(this.#header - (isLater ? IPV4_HEADER : HEADERS)),
    };
    const bytes = encodeIpv4(fields, payloadOf(message, offset, length));
    const bits = asItArrives ? flight.corrupted.map((row) => this.#trace.detail(row)) : [];
    for (const bit of [...damage, ...bits]) this.#flip(bytes, bit, length);
    return bytes;
  }

  /** What is to be said about a packet's contents; nothing if it carries a whole message. */
  remarkOn(flight: Flight): string {
    const { offset, length } = this.#passages.get(flight) as Passage;
    const { size, body } = this.#messages.get(flight.message) as Message;
    const parts: string[] = [];
    if (length < size) {
      const last = offset + length - 1;
      parts.push(`bytes ${offset} to ${last} of the ${size} of message ${flight.message}`);
    }
    const known = body.bytes.length;
    if (!body.isWhole && offset + length > known) {
      parts.push(`the trace holds the first ${known} bytes of message ${flight.message} only`);
    }
    return parts.join("; ");
  }

  #addMessage(row: number, bytes: Uint8Array | undefined): void {
    const trace = this.#trace;
    this.#messages.set(trace.message(row), {
      source: addressOf(trace.node(row)),
      destination: addressOf(trace.place(row)),
      body: bytes === undefined ? previewedBody(trace.text(row)) : { bytes, isWhole: true },
      size: 0,
      isOne: true,
      segment: undefined,
    });
  }

  /** Follows every packet from link to link. */
  #follow(pieces: Pieces): void {
    const crossed = new Map<number, number>();
    const damage = new Map<number, readonly number[]>();
    for (const flight of this.flights) {
      const { packet, bytes } = flight;
      if (bytes > MOST_BYTES) {
        throw new RangeError(
          `toPcapng: packet ${packet} has ${grouped(bytes)} bytes; ` +
            `a packet of IPv4 must have at most ${grouped(MOST_BYTES)}. Choose a smaller MTU.`,
        );
      }
      const place = pieces.placeOf(packet);
      const passage = {
        offset: place.offset,
        length: Math.max(0, bytes - this.#header),
        crossed: crossed.get(packet) ?? place.crossed,
        damage: damage.get(packet) ?? [],
      };
      this.#passages.set(flight, passage);
      crossed.set(packet, passage.crossed + 1);
      const bits = flight.corrupted.map((row) => this.#trace.detail(row));
      if (bits.length > 0) damage.set(packet, [...passage.damage, ...bits]);
      this.#grow(this.#messages.get(flight.message) as Message, passage);
    }
  }

  /** A message is as long as its packets; one datagram, if they begin at multiples of 8. */
  #grow(message: Message, { offset, length }: Passage): void {
    message.size = Math.max(message.size, offset + length);
    const fits = message.size <= MOST_BYTES - HEADERS - MOST_OPTIONS;
    message.isOne &&= offset % 8 === 0 && fits;
  }

  /** Turns a bit that the run counts in its packet: in the header, or in the payload. */
  #flip(bytes: Uint8Array, bit: number, length: number): void {
    const header = this.#header * 8;
    const payload = (bytes.length - length) * 8;
    const at = bit < header ? bit : bit - header + payload;
    // A longer header than ours has bits that we do not have.
    if (bit < header && bit >= payload) return;
    bytes[at >>> 3] ^= 0x80 >>> (at & 7);
  }
}

/** Zeros ("end of options") that fill a header up, as far as IPv4 can. */
function filling(bytes: number): Uint8Array {
  return new Uint8Array(Math.min(MOST_OPTIONS, Math.max(0, bytes)) & ~3);
}

/** What IPv4 carries: a fragment of the message's datagram, or a datagram for this part alone. */
function payloadOf(message: Message, offset: number, length: number): Uint8Array {
  if (!message.isOne) return encodeUdp(PORTS, contentOf(message, offset, length), message);
  message.segment ??= encodeUdp(PORTS, contentOf(message, 0, message.size), message);
  const start = offset === 0 ? 0 : offset + UDP_HEADER;
  return message.segment.subarray(start, offset + length + UDP_HEADER);
}

/** A part of the body; zeros where nothing of it is known. */
function contentOf({ body }: Message, offset: number, length: number): Uint8Array {
  const content = new Uint8Array(length);
  content.set(body.bytes.subarray(offset, offset + length));
  return content;
}
