/**
 * A value in a line of text, as `console.log` of a cell prints it and the inspector shows it: never
 * code, never HTML. Whatever it is given, it ends soon and throws nothing.
 */

/** The longest description, in characters. */
const LONGEST = 2_000;
/** How deep it looks into what stands in what. */
const DEEPEST = 12;

export function describe(value: unknown): string {
  if (typeof value === "string") return value.slice(0, LONGEST);
  const writer = new Writer();
  try {
    writer.write(value, []);
  } catch (error) {
    if (error !== full) return "something that cannot be shown";
  }
  return writer.text;
}

/** Thrown when nothing more fits. */
const full = Symbol("full");

class Writer {
  text = "";

  write(value: unknown, inside: readonly object[]): void {
    if (typeof value === "string") this.#put(JSON.stringify(value.slice(0, LONGEST)));
    else if (typeof value === "bigint") this.#put(`${value}n`);
    else if (typeof value === "function") this.#put(`function ${nameOf(value)}`.trim());
    else if (typeof value !== "object" || value === null) this.#put(String(value));
    else if (inside.includes(value)) this.#put("(itself)");
    else if (inside.length === DEEPEST) this.#put("…");
    else this.#writeObject(value, [...inside, value]);
  }

  #put(piece: string): void {
    this.text += piece;
    if (this.text.length <= LONGEST) return;
    this.text = `${this.text.slice(0, LONGEST - 1)}…`;
    throw full;
  }

  #writeObject(value: object, inside: readonly object[]): void {
    if (value instanceof Error) return this.#put(`${value.name}: ${value.message}`);
    const maker = nameOf(value.constructor);
    if (maker !== "" && maker !== "Object" && maker !== "Array") this.#put(`${maker} `);
    if (value instanceof Map) this.#writeFields(value, inside);
    else if (value instanceof Set || Array.isArray(value) || isTypedArray(value))
      this.#writeList(value, inside);
    else this.#writeFields(fieldsOf(value), inside);
  }

  #writeList(list: Iterable<unknown>, inside: readonly object[]): void {
    let before = "[";
    for (const each of list) {
      this.#put(before);
      this.write(each, inside);
      before = ",";
    }
    this.#put(before === "[" ? "[]" : "]");
  }

  #writeFields(fields: Iterable<[unknown, unknown]>, inside: readonly object[]): void {
    let before = "{";
    for (const [name, each] of fields) {
      this.#put(before);
      this.write(name, inside);
      this.#put(":");
      this.write(each, inside);
      before = ",";
    }
    this.#put(before === "{" ? "{}" : "}");
  }
}

function* fieldsOf(value: object): Iterable<[string, unknown]> {
  for (const name of Object.keys(value)) yield [name, (value as Record<string, unknown>)[name]];
}

function isTypedArray(value: object): value is Uint8Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function nameOf(maker: unknown): string {
  const name = typeof maker === "function" ? maker.name : "";
  return typeof name === "string" ? name.slice(0, 60) : "";
}
