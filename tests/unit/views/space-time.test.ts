import assert from "node:assert/strict";
import { test } from "node:test";
import { countMarks } from "../../../src/views/marks.ts";
import {
  nearestFlight,
  spaceTime,
  spaceTimeGeometry,
  timeAt,
  windowFor,
  xAt,
} from "../../../src/views/space-time.ts";
import { touching } from "../../../src/views/overlap.ts";
import { stage } from "../../../src/views/stage.ts";
import { indexTrace, nextNotable } from "../../../src/views/trace-index.ts";
import { niceTicks } from "../../../src/views/ticks.ts";
import { ms } from "./fixture.ts";
import { crowd, lossy, trouble } from "./stories.ts";

const index = indexTrace(lossy());

test("timeAt undoes xAt within the window, and stays within it outside", () => {
  for (const width of [320, 760, 1080]) {
    const window = windowFor(index.trace, ms(1200), width);
    const geometry = spaceTimeGeometry(index.trace, window, width);
    for (let share = 0; share <= 1; share += 0.05) {
      const time = Math.round(window.from + share * (window.to - window.from));
      assert.ok(Math.abs(timeAt(geometry, xAt(geometry, time)) - time) <= 1);
    }
    assert.equal(timeAt(geometry, -50), window.from);
    assert.equal(timeAt(geometry, width + 50), Math.round(window.to));
  }
});

test("the window holds the playhead, whole for a short run and a part on a phone", () => {
  for (const width of [320, 390, 760, 1080]) {
    for (let time = 0; time <= index.trace.end; time += ms(50)) {
      const window = windowFor(index.trace, time, width);
      assert.ok(window.from <= time && time <= window.to, `${width} px at ${time}`);
    }
  }
  const short = crowd(3);
  assert.deepEqual(windowFor(short, 0, 760), windowFor(short, short.end, 760));
  const phone = windowFor(index.trace, ms(2000), 320);
  const desk = windowFor(index.trace, ms(2000), 1080);
  assert.ok(phone.to - phone.from < (desk.to - desk.from) / 2);
});

test("a window stays until the playhead nears its edge, then turns like a page", () => {
  let window = windowFor(index.trace, 0, 760);
  let turns = 0;
  for (let time = 0; time <= index.trace.end; time += ms(10)) {
    const next = windowFor(index.trace, time, 760, window);
    assert.ok(next.from <= time && time <= next.to);
    if (next !== window) turns++;
    window = next;
  }
  assert.ok(turns >= 1 && turns <= 6, `${turns} turns`);
});

test("flights of a stretch of time are found as by looking at all", () => {
  const { list } = index.flightSpans;
  for (let from = 0; from < index.trace.end; from += ms(37)) {
    const to = from + ms(100);
    const all = list.flatMap((flight, i) => (flight.from <= to && flight.to >= from ? [i] : []));
    assert.deepEqual(touching(index.flightSpans, from, to), all);
  }
});

test("what is after the playhead is faint, and only that", () => {
  const scene = spaceTime(index, { width: 760, time: ms(1190) });
  for (const mark of scene.marks) {
    const [kind, number] = mark.target?.split(":") ?? [];
    if (kind !== "flight") continue;
    const isFuture = index.flights[Number(number)].from > ms(1190);
    assert.equal(mark.class?.split(" ").includes("future"), isFuture, mark.key);
  }
});

test("a pointer finds the nearest flight", () => {
  const { geometry } = spaceTime(index, { width: 760, time: ms(1190) });
  const flight = index.flights[7];
  const x = xAt(geometry, (flight.from + flight.to) / 2);
  const y = (geometry.lanes[0] + geometry.lanes[1]) / 2;
  assert.equal(nearestFlight(index, geometry, { x, y }), 7);
  assert.equal(nearestFlight(index, geometry, { x: -400, y: 0 }), undefined);
});

test("no picture has more marks than its limit, and says what it left out", () => {
  const busy = indexTrace(trouble());
  for (const limit of [150, 300, 2000]) {
    const diagram = spaceTime(busy, { width: 760, time: ms(70), limit });
    assert.ok(countMarks(diagram.marks) <= limit + 8, `${countMarks(diagram.marks)} of ${limit}`);
    const picture = stage(busy, { width: 760, time: ms(70), limit });
    assert.ok(countMarks(picture.marks) <= limit + 8, `${countMarks(picture.marks)} of ${limit}`);
  }
  const cut = spaceTime(busy, { width: 760, time: ms(70), limit: 150 });
  assert.match(JSON.stringify(cut.marks), /… and \d+ more events/);
  assert.match(
    JSON.stringify(stage(busy, { width: 760, time: ms(70), limit: 150 }).marks),
    /… and \d+ more packets/,
  );
});

test("jumping from one notable row to the next passes all, both ways", () => {
  const rows: number[] = [];
  for (let row = nextNotable(index, -1, 1); row >= 0; row = nextNotable(index, row, 1))
    rows.push(row);
  assert.deepEqual(rows, [...index.notable]);
  const back: number[] = [];
  let row = nextNotable(index, index.trace.rows, -1);
  for (; row >= 0; row = nextNotable(index, row, -1)) back.push(row);
  assert.deepEqual(back.reverse(), rows);
});

test("ticks are round and within the range", () => {
  assert.deepEqual(niceTicks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(niceTicks(0.93e9, 2.1e9, 3), [1e9, 1.5e9, 2e9]);
  assert.deepEqual(niceTicks(5, 5, 4).length <= 1, true);
});
