/** A process's `disk` on a real one: written whole, forced out, and only then put in place. */
import { closeSync, constants, existsSync, fsyncSync, openSync, readFileSync } from "node:fs";
import { renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { deserialize, serialize } from "node:v8";

/**
 * Node's permissions take fsync away: then each write is forced out by itself, and of a power cut,
 * which no kill is, it may be found out that the last change of the folder was not.
 */
const isConfined = process.permission !== undefined;

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
    const { O_WRONLY, O_CREAT, O_TRUNC, O_SYNC } = constants;
    const file = openSync(fresh, O_WRONLY | O_CREAT | O_TRUNC | (isConfined ? O_SYNC : 0));
    writeSync(file, bytes);
    if (!isConfined) fsyncSync(file);
    closeSync(file);
    renameSync(fresh, this.#path);
    if (isConfined) return;
    const folder = openSync(dirname(this.#path), "r");
    fsyncSync(folder);
    closeSync(folder);
  }
}
