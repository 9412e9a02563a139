/**
 * Writes files of captured packets in the format pcapng (draft-ietf-opsawg-pcapng), which
 * Wireshark and its kin open. Knows nothing of traces: `capture.ts` says what is captured.
 */
import { checkNumber, grouped } from "../kernel/check.ts";
import { utf8Encode } from "../wire/utf8.ts";

/** What the packets of an interface begin with (the numbers of tcpdump's link types). */
export const LinkType = { ethernet: 1, raw: 101 } as const;
/** One of them. */
export type LinkTypeCode = (typeof LinkType)[keyof typeof LinkType];

/** A packet as it was captured. */
export type CapturedPacket = {
  /** Which interface saw it: what `addInterface` returned. */
  interface: number;
  /** ns since 1970. */
  time: number;
  bytes: Uint8Array;
  /** Bytes that it had on the wire, if fewer were kept. Default: all of them. */
  size?: number;
  /** Which way it went, seen from the interface. */
  direction?: "in" | "out" | undefined;
  /** A remark, shown with the packet. */
  comment?: string | undefined;
};

const Block = { section: 0x0a0d0d0a, interface: 1, names: 4, packet: 6 } as const;
const Option = {
  end: 0,
  comment: 1,
  name: 2,
  flags: 2,
  application: 4,
  resolution: 9,
  checkBytes: 13,
} as const;
const BYTE_ORDER = 0x1a2b3c4d;
/** The exponent of a nanosecond: times are whole multiples of 10⁻⁹ s. */
const NANOSECONDS = 9;
const IPV4_NAME = 1;
/** Larger files are not held in memory, bytes. */
const LARGEST_FILE = 512 * 1024 * 1024;

/** A file of captured packets being written. Numbers lie in it with the lowest byte first. */
export class PcapngWriter {
  readonly #blocks: Uint8Array[] = [];
  #size = 0;
  #interfaces = 0;

  /** @param application What made the file. @param comment A remark about all of it. */
  constructor(application: string, comment = "") {
    const body = new Body();
    body.word32(BYTE_ORDER);
    body.word16(1); // version 1.0
    body.word16(0);
    // The length of the section is not known: all ones.
    body.word32(0xffff_ffff);
    body.word32(0xffff_ffff);
    if (comment !== "") body.option(Option.comment, utf8Encode(comment));
    body.option(Option.application, utf8Encode(application));
    this.#add(Block.section, body);
  }

  /**
   * Adds an interface; its number.
   * @param checkBytes How many bytes of a frame check stand behind each packet.
   */
  addInterface(name: string, type: LinkTypeCode, checkBytes = 0): number {
    const body = new Body();
    body.word16(type);
    body.word16(0);
    body.word32(0); // no limit to the length of a packet
    body.option(Option.name, utf8Encode(name));
    body.option(Option.resolution, Uint8Array.of(NANOSECONDS));
    if (checkBytes > 0) body.option(Option.checkBytes, Uint8Array.of(checkBytes));
    this.#add(Block.interface, body);
    return this.#interfaces++;
  }

  /** Adds names of IPv4 addresses (0…2³²−1), for people to read. */
  addNames(names: Iterable<readonly [address: number, name: string]>): void {
    const body = new Body();
    for (const [address, name] of names) {
      const bytes = utf8Encode(name.replaceAll("\0", ""));
      const record = new Uint8Array(4 + bytes.length + 1);
      for (let i = 0; i < 4; i++) record[i] = address >>> (24 - 8 * i);
      record.set(bytes, 4);
      body.record(IPV4_NAME, record);
    }
    body.word32(0);
    this.#add(Block.names, body, false);
  }

  /**
   * Adds a packet.
   * @throws RangeError if the file would have more than 512 MiB, or the time is not a whole number
   * of nanoseconds.
   */
  addPacket(packet: CapturedPacket): void {
    const rule = { min: 0, max: Number.MAX_SAFE_INTEGER, unit: "nanoseconds", whole: true };
    const time = checkNumber("PcapngWriter", "time", packet.time, rule);
    const body = new Body();
    body.word32(packet.interface);
    body.word32(Math.floor(time / 0x1_0000_0000));
    body.word32(time % 0x1_0000_0000);
    body.word32(packet.bytes.length);
    body.word32(packet.size ?? packet.bytes.length);
    body.padded(packet.bytes);
    if (packet.comment !== undefined) body.option(Option.comment, utf8Encode(packet.comment));
    if (packet.direction !== undefined) {
      body.option(Option.flags, Uint8Array.of(packet.direction === "in" ? 1 : 2, 0, 0, 0));
    }
    this.#add(Block.packet, body);
  }

  /** The file. */
  bytes(): Uint8Array {
    const file = new Uint8Array(this.#size);
    let end = 0;
    for (const block of this.#blocks) {
      file.set(block, end);
      end += block.length;
    }
    return file;
  }

  #add(type: number, body: Body, hasOptions = true): void {
    const block = body.block(type, hasOptions);
    this.#size += block.length;
    if (this.#size > LARGEST_FILE) {
      throw new RangeError(
        `PcapngWriter: the file would have more than ${grouped(LARGEST_FILE)} bytes. ` +
          "Capture at one node, or keep fewer bytes of each packet.",
      );
    }
    this.#blocks.push(block);
  }
}

/** The body of a block being written. */
class Body {
  #bytes = new Uint8Array(256);
  #end = 8; // type and length come first
  #optionsBegin = false;

  word16(value: number): void {
    const at = this.#grow(2);
    this.#bytes[at] = value;
    this.#bytes[at + 1] = value >>> 8;
  }

  word32(value: number): void {
    this.word16(value);
    this.word16(value >>> 16);
  }

  /** Bytes, filled up with zeros to a multiple of four. */
  padded(bytes: Uint8Array): void {
    const at = this.#grow((bytes.length + 3) & ~3);
    this.#bytes.set(bytes, at);
  }

  /** An option of a block. Longer ones than its 16-bit length can say are cut off. */
  option(code: number, value: Uint8Array): void {
    this.#optionsBegin = true;
    this.record(code, value.subarray(0, 0xffff));
  }

  record(code: number, value: Uint8Array): void {
    this.word16(code);
    this.word16(value.length);
    this.padded(value);
  }

  /** The whole block: type, length, body, length again. */
  block(type: number, hasOptions: boolean): Uint8Array {
    if (hasOptions && this.#optionsBegin) this.word32(Option.end);
    const length = this.#end + 4;
    const end = this.#end;
    this.word32(length);
    this.#end = 0;
    this.word32(type);
    this.word32(length);
    this.#end = end + 4;
    return this.#bytes.slice(0, length);
  }

  /** Makes room for so many bytes; where they begin. */
  #grow(count: number): number {
    const at = this.#end;
    this.#end += count;
    if (this.#end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#end, 2 * this.#bytes.length));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    return at;
  }
}
