import assert from "node:assert/strict";
import { test } from "node:test";
import { course } from "../../../src/site/course.ts";
import { neighbours, routes } from "../../../src/site/course-map.ts";
import { routeMap } from "../../../src/site/route-map.ts";

const entries = [
  "1-mostly-reliable/08-retransmission",
  "1-mostly-reliable/09-application-or-system",
];

test("a topic is live if it has been written, and keeps its place if not", () => {
  const [first] = routes(course, entries);
  const live = first!.stations.filter((station) => station.live);
  assert.deepEqual(
    live.map(({ number, path }) => [number, path]),
    [
      [8, "1-mostly-reliable/08-retransmission/"],
      [9, "1-mostly-reliable/09-application-or-system/"],
    ],
  );
});

test("a local topic wins over the one that came with the course, at the same address", () => {
  const [first] = routes(course, [...entries, "local/08-retransmission"]);
  const station = first!.stations[7]!;
  assert.equal(station.entry, "local/08-retransmission");
  assert.equal(station.path, "1-mostly-reliable/08-retransmission/");
});

test("a topic of another unit's folder does not make a station live", () => {
  const [first] = routes(course, ["2-networks/08-retransmission"]);
  assert.equal(first!.stations[7]!.live, false);
});

test("the first and the last topic have a neighbour on one side only", () => {
  const all = routes(course, []);
  assert.equal(neighbours(all, "01-programs-and-processes").before, undefined);
  assert.equal(neighbours(all, "01-programs-and-processes").after?.number, 2);
  assert.equal(neighbours(all, "14-the-cloud").after, undefined);
});

test("stations go from left to right, one leg below the other, apart enough for a finger", () => {
  const [first] = routes(course, []);
  const { spots, captions, branches, height } = routeMap(first!, ["Networks", "Later"]);
  spots.slice(1).forEach(({ x, y }, i) => {
    assert.ok(x - spots[i]!.x > 100 * (24 / 700), "24 px at the narrowest width of a map");
    assert.ok(y >= spots[i]!.y);
  });
  assert.deepEqual(
    captions.map(({ x }) => spots.findIndex((spot) => spot.x === x)),
    [0, 4, 9],
  );
  for (const { y } of [...spots, ...branches]) assert.ok(y > 0 && y < height);
});
