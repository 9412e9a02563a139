import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync("src/styles/tokens.css", "utf8");

/** Every token that is a pair of colours, for one theme. */
function tokens(theme: "light" | "dark"): Record<string, string> {
  const pairs = css.matchAll(/--(\w+): light-dark\((#\w{6}), (#\w{6})\)/g);
  return Object.fromEntries(
    [...pairs].map(([, name, light, dark]) => [name!, theme === "light" ? light! : dark!]),
  );
}

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

for (const theme of ["light", "dark"] as const) {
  const colours = tokens(theme);
  for (const ground of ["paper", "card", "sunk"]) {
    for (const text of ["ink", "quiet", "blue", "red", "amber", "green", "violet"]) {
      test(`${theme}: ${text} on ${ground} is readable text (4.5 : 1)`, () => {
        const ratio = contrast(colours[text]!, colours[ground]!);
        assert.ok(ratio >= 4.5, `${ratio.toFixed(2)} : 1`);
      });
    }
  }
}
