/** Closing: RFC 9293 §3.6 and §3.10, RFC 5961 §3 and §4. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Dialogue, bytes, opened } from "./dialogue.ts";

const rest = "ack 5001 win 65535";
const fin = { flags: "FIN ACK" };
const life = { segmentLifetime: 1_000_000_000 };

test("this end closes first: FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT, CLOSED", () => {
  const d = opened(life);
  assert.deepEqual(
    d.doing((end) => end.close()),
    [`FIN ACK 1001 ${rest}`],
  );
  assert.equal(d.end.state, "FIN-WAIT-1");
  assert.deepEqual(d.hear({ ack: 1_002 }), []);
  assert.equal(d.end.state, "FIN-WAIT-2");
  assert.equal(d.timers.size, 0);
  // It still hears.
  assert.deepEqual(d.hear({ ack: 1_002, data: "HI" }), ["ACK 1002 ack 5003 win 65533"]);
  assert.deepEqual(d.hear({ ...fin, ack: 1_002, seq: 5_003 }), ["ACK 1002 ack 5004 win 65532"]);
  assert.equal(d.end.state, "TIME-WAIT");
  assert.deepEqual(d.told(), ["data HI", "ended"]);
  // The other end's FIN once more: the last acknowledgement was lost, and the wait starts anew.
  d.wait(1_500);
  assert.deepEqual(d.hear({ ...fin, ack: 1_002, seq: 5_003 }), ["ACK 1002 ack 5004 win 65532"]);
  assert.deepEqual(d.wait(1_999), []);
  assert.equal(d.end.state, "TIME-WAIT");
  d.wait(1);
  assert.equal(d.end.state, "CLOSED");
  assert.deepEqual(d.told(), ["closed: closed"]);
  assert.deepEqual(d.notes.slice(2), ["FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT", "CLOSED"]);
});

test("in TIME-WAIT an old segment is acknowledged, and puts nothing off", () => {
  const d = opened(life);
  d.end.close();
  d.hear({ ...fin, ack: 1_002 });
  assert.equal(d.end.state, "TIME-WAIT");
  d.wait(1_500);
  assert.deepEqual(d.hear({ ack: 1_002, seq: 4_000, data: "OLD" }), [
    "ACK 1002 ack 5002 win 65534",
  ]);
  d.wait(500);
  assert.equal(d.end.state, "CLOSED");
});

test("the other end closes first: CLOSE-WAIT, LAST-ACK, CLOSED", () => {
  const d = opened();
  d.end.closesToo = false;
  assert.deepEqual(d.hear({ ...fin, data: "BYE" }), ["ACK 1001 ack 5005 win 65531"]);
  assert.equal(d.end.state, "CLOSE-WAIT");
  assert.deepEqual(d.told(), ["data BYE", "ended"]);
  assert.deepEqual(
    d.doing((end) => end.write("SO LONG")),
    ["ACK 1001+7 ack 5005 win 65531"],
  );
  d.hear({ ack: 1_008, seq: 5_005 });
  assert.deepEqual(
    d.doing((end) => end.close()),
    ["FIN ACK 1008 ack 5005 win 65531"],
  );
  assert.equal(d.end.state, "LAST-ACK");
  d.hear({ ack: 1_009, seq: 5_005 });
  assert.deepEqual(d.told(), ["closed: closed"]);
  assert.equal(d.end.state, "CLOSED");
  assert.equal(d.timers.size, 0);
});

test("both close at once: CLOSING, TIME-WAIT (RFC 9293 figure 13)", () => {
  const d = opened(life);
  d.end.close();
  d.said();
  assert.deepEqual(d.hear(fin), ["ACK 1002 ack 5002 win 65534"]);
  assert.equal(d.end.state, "CLOSING");
  d.hear({ ack: 1_002, seq: 5_002 });
  assert.equal(d.end.state, "TIME-WAIT");
  d.wait(2_000);
  assert.deepEqual(d.told(), ["ended", "closed: closed"]);
});

test("the default lifetime of a segment is 30 s", () => {
  const d = opened();
  d.end.close();
  d.hear({ ...fin, ack: 1_002 });
  d.wait(59_999);
  assert.equal(d.end.state, "TIME-WAIT");
  d.wait(1);
  assert.equal(d.end.state, "CLOSED");
});

test("a FIN follows the last byte, and goes again with it", () => {
  const d = opened();
  d.end.write("ABC");
  d.said();
  assert.deepEqual(
    d.doing((end) => end.close()),
    [`FIN ACK 1004 ${rest}`],
  );
  assert.deepEqual(d.wait(1_000), [`1100: FIN ACK 1001+3 ${rest}`]);
  // Its acknowledgement without that of the FIN leaves the FIN to be sent.
  d.hear({ ack: 1_004 });
  assert.equal(d.end.state, "FIN-WAIT-1");
  assert.deepEqual(d.wait(2_000), [`3100: FIN ACK 1004 ${rest}`]);
  d.hear({ ack: 1_005 });
  assert.equal(d.end.state, "FIN-WAIT-2");
});

test("a FIN waits for room: in a window that data has filled it does not leave", () => {
  const d = opened({}, { window: 3 });
  d.end.write("ABC");
  d.said();
  assert.deepEqual(
    d.doing((end) => end.close()),
    [],
  );
  assert.equal(d.end.state, "FIN-WAIT-1");
  assert.deepEqual(d.hear({ ack: 1_004, window: 0 }), []);
  // A shut window is probed with the FIN.
  assert.deepEqual(d.wait(1_000), [`1100: FIN ACK 1004 ${rest}`]);
  assert.deepEqual(d.hear({ ack: 1_005, window: 0 }), []);
  assert.equal(d.end.state, "FIN-WAIT-2");
});

test("a FIN beyond a gap waits for what is missing", () => {
  const d = opened();
  assert.deepEqual(d.hear({ ...fin, seq: 5_004, data: "DE" }), [`ACK 1001 ${rest}`]);
  assert.equal(d.end.state, "ESTABLISHED");
  d.hear({ data: "ABC" });
  assert.equal(d.end.state, "LAST-ACK");
  assert.deepEqual(d.told(), ["data ABCDE", "ended"]);
});

test("the end is told once all has been read", () => {
  const d = opened();
  d.end.readsAtOnce = false;
  d.hear({ ...fin, data: "ABC" });
  assert.equal(d.end.state, "CLOSE-WAIT");
  d.end.read(2);
  assert.deepEqual(d.told(), ["data AB"]);
  d.end.read(5);
  assert.deepEqual(d.told(), ["data C", "ended"]);
  d.end.read(5);
  assert.deepEqual(d.told(), []);
});

test("close before the connection is there: the FIN leaves as soon as it is", () => {
  const d = new Dialogue();
  d.end.open("there");
  d.end.write("ABC");
  d.end.close();
  d.end.close();
  assert.deepEqual(d.said(), ["SYN 1000 win 65535 mss 1452 scale 0"]);
  assert.equal(d.end.state, "SYN-SENT");
  assert.deepEqual(d.hear({ flags: "SYN ACK", seq: 5_000 }), [`FIN ACK 1001+3 ${rest}`]);
  assert.equal(d.end.state, "FIN-WAIT-1");
  assert.throws(() => d.end.write("X"), /write in state FIN-WAIT-1 after close/);
});

test("close in LISTEN ends at once; in CLOSED it is harmless", () => {
  const d = new Dialogue();
  d.end.close();
  assert.deepEqual(d.told(), []);
  d.end.listen();
  d.end.close();
  assert.deepEqual(d.told(), ["closed: closed"]);
  assert.equal(d.end.state, "CLOSED");
  d.end.listen();
  assert.equal(d.end.state, "LISTEN");
});

test("a close in SYN-RECEIVED takes effect once the call is acknowledged", () => {
  const d = new Dialogue();
  d.end.listen();
  d.hear({ flags: "SYN", seq: 5_000, ack: 0 });
  assert.deepEqual(
    d.doing((end) => end.close()),
    [],
  );
  assert.equal(d.end.state, "SYN-RECEIVED");
  assert.deepEqual(d.hear({}), [`FIN ACK 1001 ${rest}`]);
  assert.equal(d.end.state, "FIN-WAIT-1");
});

test("a reset with the exact number ends the connection, any other in the window is asked", () => {
  const d = opened();
  assert.deepEqual(d.hear({ flags: "RST", seq: 5_002 }), [`ACK 1001 ${rest}`]);
  assert.deepEqual(d.hear({ flags: "RST", seq: 4_999 }), []);
  assert.equal(d.end.state, "ESTABLISHED");
  assert.deepEqual(d.hear({ flags: "RST" }), []);
  assert.equal(d.end.state, "CLOSED");
  assert.deepEqual(d.told(), ["closed: reset"]);
});

test("where both have closed, a reset is as good as the last acknowledgement", () => {
  for (const state of ["CLOSING", "TIME-WAIT", "LAST-ACK"]) {
    const d = opened();
    if (state === "LAST-ACK") d.hear(fin);
    else {
      d.end.close();
      d.hear(state === "CLOSING" ? fin : { ...fin, ack: 1_002 });
    }
    assert.equal(d.end.state, state);
    d.told();
    d.hear({ flags: "RST", seq: 5_002 });
    assert.deepEqual(d.told(), ["closed: closed"], state);
  }
});

test("a SYN in the middle is asked about, whatever its number (RFC 5961 §4)", () => {
  const d = opened();
  assert.deepEqual(d.hear({ flags: "SYN", seq: 5_001 }), [`ACK 1001 ${rest}`]);
  assert.deepEqual(d.hear({ flags: "SYN", seq: 9_000_000 }), [`ACK 1001 ${rest}`]);
  assert.equal(d.end.state, "ESTABLISHED");
});

test("a segment without ACK is dropped", () => {
  const d = opened();
  assert.deepEqual(d.hear({ flags: "", data: "HELLO" }), []);
  assert.deepEqual(d.told(), []);
});

test("abort tells the other end, where it knows of the connection", () => {
  const d = opened();
  d.hear(bytes(0, 10));
  assert.deepEqual(
    d.doing((end) => end.abort()),
    ["RST ACK 1001 ack 5011 win 65525"],
  );
  assert.equal(d.end.state, "CLOSED");
  assert.deepEqual(d.told(), ["data 10", "closed: reset"]);
  assert.deepEqual(
    d.doing((end) => end.abort()),
    [],
  );
  assert.deepEqual(d.told(), []);
  const calling = new Dialogue();
  calling.end.open("there");
  calling.said();
  assert.deepEqual(
    calling.doing((end) => end.abort()),
    [],
  );
  assert.equal(calling.timers.size, 0);
  const listening = new Dialogue();
  listening.end.listen();
  assert.deepEqual(
    listening.doing((end) => end.abort()),
    [],
  );
  const waiting = opened();
  waiting.end.close();
  waiting.hear({ ...fin, ack: 1_002 });
  waiting.said();
  assert.deepEqual(
    waiting.doing((end) => end.abort()),
    [],
  );
  assert.equal(waiting.timers.size, 0);
});

test("an end of a connection can be used again, and begins anew", () => {
  const d = opened({ sack: true }, { sackPermitted: true });
  d.end.write(5_000);
  d.end.abort();
  d.told();
  d.said();
  assert.deepEqual(
    d.doing((end) => end.open("there")),
    ["SYN 1000 win 65535 mss 1452 scale 0 sackOK"],
  );
  assert.equal(d.end.sending.end, 1);
  assert.equal(d.end.congestion.window, 0);
  assert.equal(d.end.roundTrip.smoothed, null);
});
