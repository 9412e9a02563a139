import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mark, Scene } from "../../../src/views/scene.ts";
import { inspect } from "../../../src/views/inspector.ts";
import { postmark } from "../../../src/views/postmark.ts";
import { spaceTime } from "../../../src/views/space-time.ts";
import { stage } from "../../../src/views/stage.ts";
import { toSvg } from "../../../src/views/to-svg.ts";
import { indexTrace } from "../../../src/views/trace-index.ts";
import { summary } from "../../../src/views/words/index.ts";
import { ms } from "./fixture.ts";
import { everyKind, letters } from "./stories.ts";

const scene = (marks: Mark[]): Scene => ({
  width: 100,
  height: 50,
  label: `"a" & <b>`,
  description: "",
  marks,
});

test("text and attributes are escaped", () => {
  const said = `<img src=x onerror="alert('1')">&`;
  const svg = toSvg(scene([{ tag: "text", key: "a", class: said, text: said }]));
  assert.ok(!svg.includes("<img"));
  assert.ok(svg.includes('aria-label="&quot;a&quot; &amp; &lt;b&gt;"'));
  assert.ok(svg.includes(">&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;</text>"));
});

test("control characters and halves of characters never reach a picture", () => {
  const svg = toSvg(scene([{ tag: "text", key: "a", text: "a\u0000b\u001bc\ud800d\uffff" }]));
  assert.doesNotMatch(svg, /[\u0000-\u0008\u001b\uffff\ud800]/);
});

test("attributes that may carry code, and unknown tags, are refused by name", () => {
  const draw = (attributes: Record<string, string>): string =>
    toSvg(scene([{ tag: "path", key: "a", attributes }]));
  assert.throws(() => draw({ onload: "alert(1)" }), /onload="alert\(1\)"; permitted are/);
  assert.throws(() => draw({ style: "fill: red" }), RangeError);
  assert.throws(() => draw({ href: "javascript:alert(1)" }), RangeError);
  assert.throws(() => draw({ "x y": "1" }), RangeError);
  assert.doesNotThrow(() => draw({ href: "#arc" }));
  const script = { tag: "script", key: "a" } as unknown as Mark;
  assert.throws(() => toSvg(scene([script])), /the tag "script"/);
});

test("a still picture is one image, a live one a group of buttons", () => {
  const mark: Mark = {
    tag: "g",
    key: "a",
    target: "node:alice",
    label: "Alice",
    children: [{ tag: "rect", key: "hit", class: "hit" }],
  };
  const live = toSvg(scene([mark]));
  assert.match(live, /role="group"/);
  assert.match(live, /data-target="node:alice" aria-label="Alice" role="button" tabindex="-1"/);
  const still = toSvg(scene([mark]), { still: true });
  assert.match(still, /role="img"/);
  assert.doesNotMatch(still, /tabindex|role="button"|hit/);
});

const hostile = [
  `<img src=x onerror=alert(1)>`,
  `"]]></svg><script>alert(1)</script>`,
  "\u202eevil",
];

test("hostile node names and texts stay text in every view", () => {
  const [a, b, c] = hostile as [string, string, string];
  const index = indexTrace(everyKind([a, b, c]));
  for (const time of [60, 170, 250, 330, 410]) {
    for (const width of [320, 760]) {
      const svg =
        toSvg(stage(index, { width, time: ms(time), statuses: { [a]: b } })) +
        toSvg(spaceTime(index, { width, time: ms(time) }));
      assert.doesNotMatch(svg, /<(img|script|iframe|foreignObject)/i);
      assert.doesNotMatch(svg, /<\/svg>\s*<script/i);
      const tags = svg.replaceAll(/"[^"]*"/g, "").match(/<[^>]*>/g) ?? [];
      assert.doesNotMatch(tags.join(""), /\son\w+=|href=/i);
    }
  }
  const told = summary({ seed: a, trace: index.trace, outcome: { kind: "finished" } }, index);
  assert.doesNotMatch(told.name + told.description, /\u202e/);
  assert.ok(inspect(index, `node:${a}`, ms(60)));
  assert.doesNotMatch(toSvg(postmark({ seed: b, fingerprint: a })), /<script|onerror=alert\(1\)>"/);
});

test("two runs with names of JavaScript's own keep their statuses apart", () => {
  const index = indexTrace(letters("AB", {}, ["constructor", "__proto__"]));
  const svg = toSvg(stage(index, { width: 760, time: 0, statuses: {} }));
  assert.doesNotMatch(svg, /function|native code|object Object/);
});
