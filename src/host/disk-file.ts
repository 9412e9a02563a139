/** A process's `disk` on a real one: written whole, forced out, and only then put in place. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync } from "node:fs";
import { writeSync } from "node:fs";
import { dirname } from "node:path";
import { deserialize, serialize } from "node:v8";

export class DiskFile {
  readonly #path: string;
  #written: Buffer | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** What was last written; undefined if nothing ever was. */
  read(): unknown {
    if (!existsSync(this.#path)) return undefined;
    this.#written = readFileSync(this.#path);
    return deserialize(this.#written) as unknown;
  }

  /** Writes a disk unless it is what is there. When this returns, not even a power cut loses it. */
  write(disk: unknown): void {
    const bytes = serialize(disk);
    if (this.#written?.equals(bytes) === true) return;
    this.#written = bytes;
    const fresh = `${this.#path}.new`;
    const file = openSync(fresh, "w");
    writeSync(file, bytes);
    fsyncSync(file);
    closeSync(file);
    renameSync(fresh, this.#path);
    const folder = openSync(dirname(this.#path), "r");
    fsyncSync(folder);
    closeSync(folder);
  }
}
