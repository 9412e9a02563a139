/** Stored pictures. `UPDATE=1 node --test tests/unit/views/` draws them anew: look at them then. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { chart, type ChartData } from "../../../src/views/chart.ts";
import { postmark } from "../../../src/views/postmark.ts";
import type { Mark, Scene } from "../../../src/views/scene.ts";
import { spaceTime } from "../../../src/views/space-time.ts";
import { stage } from "../../../src/views/stage.ts";
import { toSvg } from "../../../src/views/to-svg.ts";
import { indexTrace } from "../../../src/views/trace-index.ts";
import { widthOf } from "../../../src/views/fit.ts";
import { ms } from "./fixture.ts";
import { crowd, everyKind, lossy, mishaps, trouble } from "./stories.ts";

const folder = new URL("golden/", import.meta.url);

const [study, mishap, all, jam] = [lossy(), mishaps(), everyKind(), trouble()].map((trace) =>
  indexTrace(trace),
);
const star = indexTrace(crowd(5));
const statuses = { alice: "waiting for ack 2", bob: "DE" };

export const tries: ChartData = {
  title: "Letters posted for each one delivered, by loss",
  x: { label: "letters lost", unit: "%", min: 0, max: 60 },
  y: { label: "letters posted for each one delivered", min: 0, max: 6.5 },
  measured: [
    {
      name: "measured",
      points: [0, 20, 40, 60].map((x) => {
        const y = 1 / (1 - x / 100) ** 2;
        return { x, y, low: y * 0.95, high: y * 1.06 };
      }),
    },
  ],
  theory: [
    {
      name: "theory",
      points: Array.from({ length: 13 }, (_, i) => [i * 5, 1 / (1 - i / 20) ** 2] as const),
    },
  ],
  guess: [
    [0, 1],
    [60, 2.2],
  ],
};

const pictures: Record<string, () => Scene> = {
  "stage-road-760": () =>
    stage(study, { width: 760, time: ms(933), statuses, selection: "flight:7" }),
  "stage-road-320": () => stage(study, { width: 320, time: ms(1190), statuses }),
  "stage-damaged-760": () => stage(mishap, { width: 760, time: ms(780) }),
  "stage-copy-390": () => stage(mishap, { width: 390, time: ms(858) }),
  "stage-crowded-760": () => stage(jam, { width: 760, time: ms(70) }),
  "stage-cut-760": () => stage(jam, { width: 760, time: ms(230) }),
  "stage-down-320": () => stage(jam, { width: 320, time: ms(340) }),
  "stage-row-760": () => stage(all, { width: 760, time: ms(250) }),
  "stage-row-390": () => stage(all, { width: 280, time: ms(330) }),
  "stage-star-760": () => stage(star, { width: 760, time: ms(33) }),
  "stage-placed-760": () =>
    stage(all, {
      width: 760,
      time: ms(60),
      roles: { ann: "house", shop: "server", database: "database" },
      places: { ann: { x: 0, y: 0 }, shop: { x: 1, y: 0.2 }, database: { x: 0.4, y: 1 } },
    }),
  "space-time-760": () => spaceTime(study, { width: 760, time: ms(1190) }),
  "space-time-320": () => spaceTime(study, { width: 320, time: ms(2300), selection: "flight:20" }),
  "space-time-mishaps-760": () => spaceTime(mishap, { width: 760, time: ms(1400) }),
  "space-time-every-kind-760": () => spaceTime(all, { width: 760, time: ms(280) }),
  "space-time-star-390": () => spaceTime(star, { width: 390, time: ms(33) }),
  "chart-600": () => chart(tries, { width: 600, cursor: [30, 2] }),
  "chart-320": () => chart(tries, { width: 320 }),
  postmark: () => postmark({ seed: 7, fingerprint: "3f9ac21e00112233", centre: "46" }),
};

for (const [name, draw] of Object.entries(pictures)) {
  test(`the picture ${name} is as stored`, () => {
    const file = new URL(`${name}.svg`, folder);
    const svg = toSvg(draw());
    if (process.env.UPDATE === "1") {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, svg);
    }
    assert.ok(existsSync(file), `${name}.svg is not stored; run with UPDATE=1 and look at it`);
    assert.equal(svg, readFileSync(file, "utf8"));
  });
}

function walk(marks: readonly Mark[], see: (mark: Mark, siblings: readonly Mark[]) => void): void {
  for (const mark of marks) {
    see(mark, marks);
    walk(mark.children ?? [], see);
  }
}

test("keys are unique among siblings, every target has words, no picture says undefined", () => {
  for (const [name, draw] of Object.entries(pictures)) {
    const svg = toSvg(draw());
    assert.doesNotMatch(svg, /undefined|NaN|Infinity/, name);
    walk(draw().marks, (mark, siblings) => {
      const twins = siblings.filter((other) => other.key === mark.key);
      assert.equal(twins.length, 1, `${name}: ${mark.key}`);
      if (mark.target !== undefined)
        assert.ok((mark.label ?? "").length > 2, `${name}: ${mark.key}`);
      assert.ok(mark.text === undefined || mark.children === undefined, `${name}: ${mark.key}`);
    });
  }
});

/** The extent of a hit area's rect, or of its path's corners. */
function extent(hit: Mark): { width: number; height: number } {
  const { width, height, d } = hit.attributes ?? {};
  if (d === undefined) return { width: Number(width), height: Number(height) };
  const numbers =
    String(d)
      .match(/-?\d+(\.\d+)?/g)
      ?.map(Number) ?? [];
  const isShort = String(d).includes("H"); // M x y H x L x y H x Z
  const xs = isShort ? [0, 2, 3, 5].map((i) => numbers[i]) : numbers.filter((_, i) => i % 2 === 0);
  const ys = isShort ? [1, 4].map((i) => numbers[i]) : numbers.filter((_, i) => i % 2 === 1);
  const span = (list: number[]): number => Math.max(...list) - Math.min(...list);
  return { width: span(xs), height: span(ys) };
}

test("whatever can be reached has a hit area of at least 24 × 24 px", () => {
  for (const [name, draw] of Object.entries(pictures)) {
    walk(draw().marks, (mark) => {
      if (mark.target === undefined) return;
      const hits: Mark[] = [];
      walk(mark.children ?? [], (child) => {
        if (child.class === "hit") hits.push(child);
      });
      if (mark.class?.startsWith("crash")) return; // without a bolt it began before the window
      assert.equal(hits.length, 1, `${name}: ${mark.key}`);
      const { width, height } = extent(hits[0]);
      assert.ok(width >= 24 && height >= 23.99, `${name}: ${mark.key} ${width} × ${height}`);
    });
  }
});

test("texts of the stage stay within the picture at every width", () => {
  for (const width of [320, 390, 480, 760, 1080]) {
    for (const time of [308, 530, 780, 858]) {
      const drawn = stage(mishap, { width, time: ms(time), statuses });
      walk(drawn.marks, (mark) => {
        if (mark.tag !== "text" || mark.attributes === undefined) return;
        if (mark.class === "label") return; // moves with its packet
        const { x, "text-anchor": anchor } = mark.attributes;
        const wide = widthOf(mark.text ?? "", false);
        const left = Number(x) - (anchor === "end" ? wide : anchor === "middle" ? wide / 2 : 0);
        assert.ok(left >= 0 && left + wide <= width + 1, `${width} px: ${mark.text}`);
      });
    }
  }
});
