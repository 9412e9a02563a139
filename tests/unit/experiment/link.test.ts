import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decodeLink,
  encodeLink,
  isStateLink,
  LinkError,
  pack,
} from "../../../src/experiment/link.ts";
import { readState } from "../../../src/experiment/read-state.ts";
import { withExperiment, withKnob, withSource } from "../../../src/experiment/state.ts";
import { page, untouched } from "./page.ts";

const changed = withSource(
  withKnob(withExperiment(untouched(), "letters", { seed: "2024", playhead: 5 }), "loss", 20),
  "bob",
  { text: "class Bob { // “mine” 🦉\n}", original: page.cells["bob"] },
);

const refused = (hash: string, message: RegExp) =>
  assert.rejects(decodeLink(hash), (error) => {
    assert.ok(error instanceof LinkError, String(error));
    assert.match(error.message, message);
    return true;
  });

test("a link brings the state that it was made of, without the original's text", async () => {
  const link = await encodeLink(changed);
  assert.match(link, /^!1\.[\w-]+$/);
  assert.ok(link.length < 500);
  const data = await decodeLink(`#${link}`);
  assert.ok(!JSON.stringify(data).includes("original"));
  assert.deepEqual(readState(data, page), { state: changed, problems: [] });
});

test("only what begins with #! is meant as a state", () => {
  for (const hash of ["#!", "#!1.x", "#!anything"]) assert.equal(isStateLink(hash), true);
  for (const hash of ["", "#", "#heading", "!1.x", "# !1.x"])
    assert.equal(isStateLink(hash), false);
});

test("a link that is cut off, damaged, newer, or no link is refused in words", async () => {
  const whole = `#${await encodeLink(changed)}`;
  const damaged = /^it is cut off or has been changed on its way$/;
  for (const hash of [
    "",
    "#!",
    "#!1",
    "#!1.",
    "#!.abc",
    "#!1.%%%",
    "#!1.ab cd",
    "#heading",
    "#!1.A",
  ])
    await refused(hash, damaged);
  await refused("#!1.AAAA", damaged);
  await refused(whole.replace("#!1.", "#!2."), /^it was made by a newer version of this course$/);
  await refused(`#!1.${"A".repeat(200_000)}`, /^it is too long$/);
  await refused(`${whole}AAAA`, damaged);
  const noJson = new Blob(["{ damaged"]).stream().pipeThrough(new CompressionStream("deflate"));
  const bytes = Buffer.from(await new Response(noJson).arrayBuffer());
  await refused(`#!1.${bytes.toString("base64url")}`, damaged);
  const noText = new Blob([Uint8Array.of(34, 255, 34)]).stream();
  const packed = await new Response(noText.pipeThrough(new CompressionStream("deflate"))).bytes();
  await refused(`#!1.${Buffer.from(packed).toString("base64url")}`, damaged);
});

test("a link cut off anywhere is refused", async () => {
  const whole = `#${await encodeLink(changed)}`;
  for (let length = 4; length < whole.length; length++)
    await refused(whole.slice(0, length), /cut off/);
});

test("a link with any one letter changed gives the same state or none, never another", async () => {
  const whole = `#${await encodeLink(changed)}`;
  const expected = JSON.stringify(await decodeLink(whole));
  for (let at = 4; at < whole.length; at++) {
    for (const letter of ["A", "_", whole[at] === "b" ? "c" : "b"]) {
      const hash = whole.slice(0, at) + letter + whole.slice(at + 1);
      try {
        assert.equal(JSON.stringify(await decodeLink(hash)), expected, `letter ${at}`);
      } catch (error) {
        if (!(error instanceof LinkError)) throw error;
      }
    }
  }
});

test("a link that would inflate to a gigabyte is stopped at the cap", async () => {
  const bomb = new Blob([new Uint8Array(30_000_000)]).stream();
  const packed = await new Response(bomb.pipeThrough(new CompressionStream("deflate"))).bytes();
  const hash = `#!1.${Buffer.from(packed).toString("base64url")}`;
  assert.ok(hash.length < 200_000);
  const start = performance.now();
  await refused(hash, /^it holds more than a page can$/);
  assert.ok(performance.now() - start < 2_000);
});

test("JSON nested as deeply as a link allows is read or refused, and harms nobody", async () => {
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const stream = new Blob([deep]).stream().pipeThrough(new CompressionStream("deflate"));
  const hash = `#!1.${Buffer.from(await new Response(stream).arrayBuffer()).toString("base64url")}`;
  const data = await decodeLink(hash).catch((error: unknown) => error);
  if (data instanceof LinkError) return;
  assert.throws(() => readState(data, page), /does not hold a page's state/);
  assert.throws(() => readState({ version: data }, page), /another version/);
  const { state } = readState({ version: 1, knobs: { loss: data }, sources: { bob: data } }, page);
  assert.deepEqual(state, untouched());
});

test("a state that no link can hold is said when the link is made", async () => {
  let noise = 1;
  const text = Array.from({ length: 400_000 }, () => {
    noise = Math.imul(noise, 48_271) >>> 0;
    return String.fromCharCode(32 + ((noise >>> 8) % 90));
  }).join("");
  await assert.rejects(pack({ text }), LinkError);
});
