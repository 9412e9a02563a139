import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** Differ in their last bits between browsers: the engine has its own, of + − × ÷ and sqrt. */
const INEXACT = [
  ...["log", "log2", "log10", "log1p", "exp", "expm1", "pow", "hypot", "cbrt"],
  ...["sin", "cos", "tan", "asin", "acos", "atan", "atan2"],
  ...["sinh", "cosh", "tanh", "asinh", "acosh", "atanh"],
];

/** Clocks, chance, the browser, Node: the engine is given time and luck, it never takes them. */
const OUTSIDE = [
  ...["window", "document", "self", "globalThis", "navigator", "location", "localStorage"],
  ...["sessionStorage", "indexedDB", "fetch", "XMLHttpRequest", "WebSocket", "Worker"],
  ...["postMessage", "MessageChannel", "requestAnimationFrame", "cancelAnimationFrame"],
  ...["setTimeout", "setInterval", "setImmediate", "clearTimeout", "clearInterval"],
  ...["queueMicrotask", "performance", "Date", "Intl", "crypto", "console", "alert"],
  ...["process", "require", "module", "global", "Buffer", "__dirname", "__filename"],
  ...["WeakRef", "FinalizationRegistry", "SharedArrayBuffer", "Atomics", "eval"],
];

const PURE = "src/engine is pure: no browser, no Node, no clock, no chance of its own.";
const BITS = "has other last bits in other browsers: take the one of src/engine/kernel/math.";

const ours = ["**/*.{ts,mjs,cjs}"];
const shipped = ["src/**/*.ts", "components/**/*.ts"];
const engine = ["src/engine/**/*.ts"];

/** Forbidden in all of src. */
const everywhere = [
  {
    selector: "ExportDefaultDeclaration",
    message: "Export by name: a default export gets another name in every file.",
  },
  {
    selector:
      ":matches(ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration)" +
      "[source.value=/^\\.{1,2}\\u002F(?!.*\\.[a-z]+(\\?[a-z]+)?$)/]",
    message: "Write the extension of an imported file: Node runs these files as they are.",
  },
];

/** Forbidden in the engine besides. */
const impure = [
  {
    selector: ":matches(BinaryExpression[operator='**'], AssignmentExpression[operator='**='])",
    message: `“**” ${BITS}`,
  },
  {
    selector: "MemberExpression[property.name=/^(toLocale\\w*|localeCompare)$/]",
    message: `${PURE} Locales differ between machines.`,
  },
  {
    selector: "MemberExpression[computed=true][object.name='Math']",
    message: "Name the function: a computed member of Math escapes the ban on inexact ones.",
  },
  {
    selector: ":not(MemberExpression) > Identifier[name='Math']",
    message: "Use Math only as Math.name: an alias escapes the ban on inexact functions.",
  },
  {
    selector: "ImportExpression",
    message: `${PURE} It loads nothing later.`,
  },
];

const sizes = (lines) => ({
  "max-lines": ["error", { max: lines }],
  "max-lines-per-function": ["error", { max: 40, IIFEs: true }],
});

export default defineConfig(
  {
    ignores: [
      ...["dist/", "shots/", ".astro/", ".cache/", "test-results/", "playwright-report/"],
      "**/*.d.ts",
    ],
  },
  {
    files: ours,
    extends: [tseslint.configs.recommended],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "max-lines": ["error", { max: 300 }],
      "max-len": ["error", { code: 100, ignoreUrls: true, ignoreRegExpLiterals: true }],
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"], location: "anywhere" }],
      eqeqeq: ["error", "smart"],
      "prefer-const": "error",
      "no-var": "error",
      // A `!` says what the type checker cannot see; strictness would only turn it into a cast.
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { args: "after-used", argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
    },
  },
  {
    files: [...shipped, "scripts/**/*.ts", "bench/**/*.ts"],
    rules: { ...sizes(300), "no-restricted-syntax": ["error", ...everywhere] },
  },
  {
    files: engine,
    rules: {
      "no-restricted-syntax": ["error", ...everywhere, ...impure],
      "no-restricted-globals": ["error", ...OUTSIDE.map((name) => ({ name, message: PURE }))],
      "no-restricted-imports": ["error", { patterns: [{ group: ["node:*"], message: PURE }] }],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "Draw from a stream of the run instead." },
        ...INEXACT.map((property) => ({
          object: "Math",
          property,
          message: `Math.${property} ${BITS}`,
        })),
      ],
    },
  },
  {
    files: ["src/engine/protocols/*.ts"],
    rules: sizes(150),
  },
  {
    files: ["tests/**/*.ts"],
    // Tests hand in what the types forbid, to see it refused.
    rules: { "@typescript-eslint/no-explicit-any": "off" },
  },
  {
    files: ["tests/support/browser.ts", "tests/browser/**/*.ts"],
    // Playwright reads from the empty pattern that a fixture needs no other.
    rules: { "no-empty-pattern": "off" },
  },
  {
    files: ["**/*.cjs"],
    languageOptions: { globals: { module: "writable", require: "readonly" } },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
