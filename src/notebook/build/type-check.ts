/** Type checks all cells of a page as one module, strictly, without the DOM, in place. */
import { resolve } from "node:path";
import ts from "typescript";
import type { TopicCell } from "./topic-cells.ts";

export type TypeProblem = { line: number; column: number; message: string; cell: string };

const root = resolve(import.meta.dirname, "../../..");
const moduleFile = resolve(root, "src/notebook/cells-of-a-page.ts");
const ambientFile = resolve(root, "src/notebook/ambient.ts");

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2024.d.ts"],
  types: [],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
};

/** The libraries and the engine are parsed once for all pages. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** What TypeScript says of the cells; lines are those of the topic's file. */
export function typeCheck(cells: readonly TopicCell[]): TypeProblem[] {
  const { text, starts } = moduleText(cells);
  const program = ts.createProgram([moduleFile], options, hostFor(text));
  const source = program.getSourceFile(moduleFile);
  if (source === undefined) return [];
  const found = [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ];
  return found.map((diagnostic) => locate(diagnostic, source, cells, starts));
}

/** All names of the ambient module that the cells do not define themselves, then the cells. */
function moduleText(cells: readonly TopicCell[]): { text: string; starts: number[] } {
  const own = new Set(cells.flatMap(({ source }) => definedNames(source)));
  const names = ambientNames().filter((name) => !own.has(name.replace(/^type /, "")));
  const lines = [`import { ${names.join(", ")} } from "./ambient.ts";`];
  const starts: number[] = [];
  for (const cell of cells) {
    starts.push(lines.length);
    lines.push(...cell.source.split("\n"));
  }
  return { text: `${lines.join("\n")}\n`, starts };
}

function definedNames(source: string): string[] {
  const definition = /^(?:const|function|class|type|interface)\s+([\w$]+)/gm;
  return [...source.matchAll(definition)].map(([, name]) => name);
}

let ambient: string[] | undefined;

function ambientNames(): string[] {
  if (ambient !== undefined) return ambient;
  const program = ts.createProgram([ambientFile], options, hostFor(""));
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(ambientFile);
  const symbol = source && checker.getSymbolAtLocation(source);
  if (symbol === undefined) throw new Error("The engine's public names cannot be read.");
  ambient = checker.getExportsOfModule(symbol).map((each) => {
    const target = each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each;
    return target.flags & ts.SymbolFlags.Value ? each.name : `type ${each.name}`;
  });
  return ambient;
}

function hostFor(text: string): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (file, version, ...rest) => {
    if (file === moduleFile) return ts.createSourceFile(file, text, version, true);
    if (!parsed.has(file)) parsed.set(file, read(file, version, ...rest));
    return parsed.get(file);
  };
  const exists = host.fileExists.bind(host);
  host.fileExists = (file) => file === moduleFile || exists(file);
  return host;
}

function locate(
  diagnostic: ts.Diagnostic,
  source: ts.SourceFile,
  cells: readonly TopicCell[],
  starts: readonly number[],
): TypeProblem {
  const place = source.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
  const index = Math.max(
    0,
    starts.findLastIndex((start) => start <= place.line),
  );
  const cell = cells[index];
  return {
    cell: cell.id,
    // A hidden cell is an attribute's expression: it has the line of its tag.
    line: cell.visible ? cell.line + place.line - starts[index] : cell.line,
    column: place.character + 1,
    message: ts.flattenDiagnosticMessageText(diagnostic.messageText, " "),
  };
}
