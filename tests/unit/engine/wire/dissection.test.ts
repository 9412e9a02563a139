/** Headers that we write, read by somebody else: Wireshark's tshark. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { LinkType, PcapngWriter } from "../../../../src/engine/trace/pcapng.ts";
import { macAddress } from "../../../../src/engine/wire/address.ts";
import { encodeEthernet, EtherType } from "../../../../src/engine/wire/ethernet.ts";
import { fragment } from "../../../../src/engine/wire/fragment.ts";
import { encodeIcmp, type IcmpMessage, quote } from "../../../../src/engine/wire/icmp.ts";
import { encodeIpv4, ipv4Header, Protocol } from "../../../../src/engine/wire/ipv4.ts";
import { encodeTcp, type TcpFields } from "../../../../src/engine/wire/tcp.ts";
import { encodeUdp } from "../../../../src/engine/wire/udp.ts";
import { dissected } from "../../../support/tshark.ts";
import { counting, ends, flipped, hex, text } from "./support.ts";

const ports = { sourcePort: 49_152, destinationPort: 49_153 };
const stations = {
  destination: macAddress("02:00:00:00:00:02"),
  source: macAddress("02:00:00:00:00:01"),
  type: EtherType.ipv4,
};
const datagram = encodeUdp(ports, counting(100), ends);
const long = {
  header: ipv4Header({ ...ends, protocol: Protocol.udp, identification: 77 }),
  payload: encodeUdp(ports, new Uint8Array(4000), ends),
};

const ip = (protocol: number, payload: Uint8Array, more = {}) =>
  encodeIpv4({ ...ends, protocol, ...more }, payload);
const icmp = (message: IcmpMessage) => ip(Protocol.icmp, encodeIcmp(message));
const tcp = (fields: Partial<TcpFields>, payload: Uint8Array = new Uint8Array(0)) =>
  ip(Protocol.tcp, encodeTcp({ ...ports, window: 65_535, ...fields }, payload, ends));

const quoted = quote(long);
const fromAlice = { sequence: 1001, acknowledgement: 5001, flags: { ack: true } };
const block = (left: number) => ({ left, right: left + 500 });

/** Each packet, and what tshark must say of it. */
const packets: [Uint8Array, Record<string, string>][] = [
  [ip(17, datagram), { "udp.length": "108", "udp.checksum.status": "1" }],
  [
    ip(17, datagram, { dscp: 46, ecn: 1, timeToLive: 3, dontFragment: true }),
    { "ip.dsfield.dscp": "46", "ip.dsfield.ecn": "1", "ip.ttl": "3" },
  ],
  [ip(17, datagram, { options: hex("94040000") }), { "ip.hdr_len": "24", "ip.opt.type": "148" }],
  [ip(17, flipped(datagram, 200)), { "udp.checksum.status": "0", "ip.checksum.status": "1" }],
  [flipped(ip(17, datagram), 64), { "ip.checksum.status": "0", "ip.ttl": "192" }],
  [
    icmp({ kind: "echo request", identifier: 7, sequence: 1, data: counting(56) }),
    { "icmp.type": "8", "icmp.ident": "7", "icmp.checksum.status": "1" },
  ],
  [
    icmp({ kind: "echo reply", identifier: 7, sequence: 1, data: counting(56) }),
    { "icmp.type": "0", "icmp.checksum.status": "1" },
  ],
  [
    icmp({ kind: "time exceeded", code: 0, quoted }),
    { "icmp.type": "11", "icmp.code": "0", "udp.dstport": "49153" },
  ],
  [
    icmp({ kind: "destination unreachable", code: 4, nextHopMtu: 1280, quoted }),
    { "icmp.type": "3", "icmp.code": "4", "icmp.mtu": "1280", "icmp.checksum.status": "1" },
  ],
  [
    tcp({
      sequence: 1000,
      flags: { syn: true, ece: true, cwr: true },
      options: {
        maximumSegmentSize: 1460,
        sackPermitted: true,
        timestamps: { value: 1, echo: 0 },
        windowScale: 7,
      },
    }),
    {
      "tcp.flags": "0x00c2",
      "tcp.options.mss_val": "1460",
      "tcp.options.wscale.shift": "7",
      "tcp.options.timestamp.tsval": "1",
      "tcp.hdr_len": "40",
    },
  ],
  [
    tcp({ ...fromAlice, flags: { ack: true, psh: true } }, text("PAY ANN 100 COINS")),
    { "tcp.seq_raw": "1001", "tcp.ack_raw": "5001", "tcp.len": "17" },
  ],
  [
    tcp({
      ...fromAlice,
      options: { timestamps: { value: 9, echo: 8 }, sack: [block(7000), block(6000)] },
    }),
    { "tcp.options.sack_le": "7000,6000", "tcp.options.sack_re": "7500,6500" },
  ],
  [
    tcp({ ...fromAlice, options: { sack: [block(8000)] }, window: 0 }),
    { "tcp.options.sack_le": "8000", "tcp.window_size_value": "0" },
  ],
  [tcp({ ...fromAlice, flags: { fin: true, ack: true } }), { "tcp.flags": "0x0011" }],
  [tcp({ ...fromAlice, flags: { rst: true, urg: true }, urgent: 3 }), { "tcp.flags": "0x0024" }],
];

const fields = [
  ...["frame.len", "frame.protocols", "_ws.malformed", "eth.src", "eth.dst", "eth.fcs.status"],
  ...["ip.hdr_len", "ip.dsfield.dscp", "ip.dsfield.ecn", "ip.ttl", "ip.flags.df", "ip.flags.mf"],
  ...["ip.opt.type", "ip.checksum.status", "icmp.type", "icmp.code", "icmp.mtu", "icmp.ident"],
  ...["icmp.checksum.status", "udp.dstport", "udp.length", "udp.checksum.status", "tcp.seq_raw"],
  ...["tcp.ack_raw", "tcp.hdr_len", "tcp.flags", "tcp.window_size_value", "tcp.len"],
  ...["tcp.options.mss_val", "tcp.options.wscale.shift", "tcp.options.timestamp.tsval"],
  ...["tcp.options.sack_le", "tcp.options.sack_re", "tcp.checksum.status"],
];

test("tshark reads every header as we wrote it, and agrees on every checksum", (t) => {
  const writer = new PcapngWriter("test");
  const line = writer.addInterface("line", LinkType.raw);
  packets.forEach(([bytes], i) => writer.addPacket({ interface: line, time: i * 1e6, bytes }));
  const golden = new URL("golden/headers", import.meta.url);
  const records = dissected(t, writer.bytes(), golden, fields);
  assert.equal(records.length, packets.length);
  records.forEach((record, i) => {
    const [bytes, expected] = packets[i];
    assert.equal(record["_ws.malformed"], "", `packet ${i + 1}`);
    assert.equal(record["frame.len"], String(bytes.length));
    for (const [field, value] of Object.entries(expected)) {
      assert.equal(record[field], value, `packet ${i + 1}: ${field}`);
    }
    for (const check of ["ip", "icmp", "udp", "tcp"]) {
      const name = `${check}.checksum.status`;
      const isMeantToFail = expected[name] === "0";
      // Of a packet in a packet only the beginning is there, which tshark does not check.
      for (const status of record[name].split(",")) {
        if (!isMeantToFail) assert.ok(["", "1", "2"].includes(status), `packet ${i + 1}: ${name}`);
      }
    }
  });
});

test("tshark reads frames, their check included, and puts fragments together", (t) => {
  const writer = new PcapngWriter("test");
  const cable = writer.addInterface("cable", LinkType.ethernet, 4);
  const frames = [
    ...fragment(long, 1500).map(({ header, payload }) => encodeIpv4(header, payload)),
    ip(17, encodeUdp(ports, text("hi"), ends)),
  ].map((packet) => encodeEthernet(stations, packet));
  frames.push(flipped(frames[0], 400));
  frames.forEach((bytes, i) => writer.addPacket({ interface: cable, time: i, bytes }));
  const golden = new URL("golden/frames", import.meta.url);
  const records = dissected(t, writer.bytes(), golden, fields);
  const column = (name: string) => records.map((record) => record[name]);
  assert.deepEqual(column("_ws.malformed"), ["", "", "", "", ""]);
  assert.deepEqual(column("eth.fcs.status"), ["1", "1", "1", "1", "0"]);
  assert.deepEqual(column("frame.len"), ["1518", "1518", "1086", "64", "1518"]);
  assert.deepEqual(column("ip.flags.mf"), ["1", "1", "0", "0", "1"]);
  // Only the last piece makes it a datagram, whose checksum is then checked.
  assert.deepEqual(column("udp.length"), ["", "", "4008", "10", ""]);
  assert.deepEqual(column("udp.checksum.status"), ["", "", "1", "1", ""]);
  assert.deepEqual(new Set(column("eth.src")), new Set(["02:00:00:00:00:01"]));
});
