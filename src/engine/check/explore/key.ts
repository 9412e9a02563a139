/** A text for each state, so that equal states have equal texts. */

/**
 * The key of a value as the fields of a process hold it: plain data, Map, Set, typed arrays, what
 * refers to itself too. Two values have the same key if and only if nobody can tell them apart
 * but by comparing objects; the order of a Map, of a Set and of fields can be told, so it counts.
 */
export function keyOf(value: unknown): string {
  return new Writer().write(value);
}

class Writer {
  readonly #met = new Map<object, number>();

  write(value: unknown): string {
    if (typeof value === "string") return JSON.stringify(value);
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value !== "object" || value === null) {
      return Object.is(value, -0) ? "-0" : String(value);
    }
    const known = this.#met.get(value);
    if (known !== undefined) return `^${known}`;
    this.#met.set(value, this.#met.size);
    if (Array.isArray(value)) return `[${value.map((item) => this.write(item)).join()}]`;
    if (value instanceof Map) {
      const entries = [...value].map(([key, item]) => `${this.write(key)}=>${this.write(item)}`);
      return `Map(${entries.join()})`;
    }
    if (value instanceof Set) return `Set(${[...value].map((item) => this.write(item)).join()})`;
    if (value instanceof ArrayBuffer) return `Buffer(${[...new Uint8Array(value)].join()})`;
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return `${value.constructor.name}(${[...bytes].join()})`;
    }
    return this.fields(value);
  }

  fields(object: object): string {
    const fields = Object.entries(object).map(
      ([name, item]: [string, unknown]) => `${JSON.stringify(name)}:${this.write(item)}`,
    );
    return `{${fields.join()}}`;
  }
}
