/**
 * Who may import whom. Each room is named by how its paths begin, and lists the beginnings of the
 * other paths that it may look into; whatever is not listed is an error. No cycles anywhere.
 */
const engine = (...names) => names.map((name) => `src/engine/${name}`);

/** `packages` lists what may come from outside ("node:" for Node's own); absent: anything. */
const rooms = [
  { path: "src/engine/kernel/", into: [], packages: ["seedrandom"] },
  { path: "src/engine/wire/", into: engine("kernel/"), packages: [] },
  { path: "src/engine/trace/", into: engine("kernel/", "wire/"), packages: [] },
  { path: "src/engine/process/", into: engine("kernel/", "wire/"), packages: [] },
  { path: "src/engine/faults/", into: engine("kernel/"), packages: [] },
  { path: "src/engine/faults.ts", into: engine("kernel/", "faults/"), packages: [] },
  {
    path: "src/engine/network/",
    into: engine("kernel/", "wire/", "trace/", "process/", "faults.ts"),
    packages: [],
  },
  {
    path: "src/engine/simulate",
    into: engine("kernel/", "wire/", "trace/", "process/", "faults.ts", "network/"),
    packages: [],
  },
  {
    path: "src/engine/protocols/",
    into: engine("kernel/check.ts", "process/", "wire/"),
    packages: [],
  },
  { path: "src/engine/web/", into: engine("process/", "wire/", "protocols/"), packages: [] },
  { path: "src/engine/cloud/", into: engine("process/", "wire/", "protocols/"), packages: [] },
  {
    path: "src/engine/check/",
    into: engine("kernel/", "wire/", "process/", "trace/", "faults.ts", "simulate"),
    packages: [],
  },
  { path: "src/engine/theory/", into: engine("kernel/"), packages: [] },
  { path: "src/engine/index.ts", into: ["src/engine/"], packages: [] },
  { path: "src/host/", into: ["src/engine/"], packages: ["node:"] },
  { path: "src/experiment/", into: ["src/engine/"], packages: [] },
  { path: "src/views/", into: engine("trace/", "faults.ts", "kernel/"), packages: ["d3-"] },
  { path: "src/notebook/", into: ["src/engine/", "src/experiment/"] },
  { path: "src/editor/", into: [] },
  {
    path: "src/cli/",
    into: [
      ...["src/engine/", "src/host/", "src/experiment/", "src/notebook/", "src/views/words/"],
      "src/views/trace-index.ts",
    ],
  },
  { path: "src/offline/worker/", into: ["src/offline/edition.ts"], packages: [] },
  { path: "src/offline/page/", into: ["src/offline/edition.ts"], packages: [] },
  { path: "src/offline/build/", into: ["src/offline/edition.ts"] },
  {
    path: "src/site/",
    into: ["src/engine/index.ts", "src/offline/page/", "course.config.ts", "package.json"],
  },
  {
    path: "components/",
    into: [
      ...[
        "engine",
        "notebook",
        "experiment",
        "views",
        "editor",
        "offline/page",
        "site",
        "styles",
      ].map((room) => `src/${room}/`),
      "course.config.ts",
    ],
  },
];

const beginning = (paths) => `^(${paths.map((path) => path.replaceAll(".", "\\.")).join("|")})`;
const ours = beginning(["src/", "components/", "content/", "tests/", "bench/", "scripts/"]);

/** A room imports nothing of ours but itself and its list. */
function looksOnlyInto({ path, into }) {
  return {
    name: `${path.replace(/^src\//, "").replace(/\/$/, "")}-looks-only-into-its-list`,
    comment: `${path} may import: ${[path, ...into].join(", ")}.`,
    severity: "error",
    from: { path: beginning([path]) },
    to: { path: ours, pathNot: beginning([path, ...into]) },
  };
}

/** A room with a list of packages uses no other. */
function needsOnly({ path, packages }) {
  const named = packages.filter((name) => name !== "node:").map((name) => `node_modules/${name}`);
  const foreign = ["npm", "npm-dev", "npm-optional", "npm-no-pkg", "npm-unknown"];
  return {
    name: `${path.replace(/^src\//, "").replace(/\/$/, "")}-needs-no-other-package`,
    comment: `${path} may use these packages: ${packages.join(", ") || "none"}.`,
    severity: "error",
    from: { path: beginning([path]) },
    to: {
      dependencyTypes: packages.includes("node:") ? foreign : ["core", ...foreign],
      ...(named.length > 0 ? { pathNot: beginning(named) } : {}),
    },
  };
}

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one file, or three.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "everything-is-found",
      comment: "The imported file or package is not there.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(astro|virtual):|\\?" },
    },
    {
      name: "packages-are-declared",
      comment: "A package that we import stands in package.json, not only in another's list.",
      severity: "error",
      from: { pathNot: "^node_modules/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
    {
      name: "the-course-needs-no-tests",
      comment: "What readers get imports nothing from tests, benchmarks or scripts.",
      severity: "error",
      from: { path: "^(src|components|content)/" },
      to: { path: "^(tests|bench|scripts)/" },
    },
    ...rooms.map(looksOnlyInto),
    ...rooms.filter(({ packages }) => packages !== undefined).map(needsOnly),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".mjs", ".js", ".d.ts", ".json", ".astro"],
    },
  },
};
