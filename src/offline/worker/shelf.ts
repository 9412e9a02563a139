/**
 * The editions on the reader's device: one cache each, never written to again once it is whole. One
 * of them is in use; a newer one may stand beside it until the reader asks for it.
 */
import { NOT_FOUND, type Edition } from "../edition.ts";

/** Fetches a file of the edition and has verified it. */
export type Load = (address: string, path: string, integrity: string) => Promise<Response>;

/** An edition, and where it is stored. */
type Kept = { edition: Edition; cache: Cache };

/** Files that are fetched at the same time: the page that is being read comes first. */
const AT_ONCE = 6;

/** Of the host's headers, those that no longer describe the stored body, or would hide it. */
const DROPPED = ["content-encoding", "content-length", "vary"];

/** Stand beside the files, under paths that no build has. */
const CONTENTS = "~contents";
const IN_USE = "~in-use";

export class Shelf {
  readonly #storage: CacheStorage;
  readonly #prefix: string;
  /** Address of the home page, with the slash. */
  readonly #home: string;
  readonly #own: Edition;
  #inUse: Promise<Edition | undefined> | undefined;
  #before: string | undefined;

  constructor(storage: CacheStorage, prefix: string, home: string, own: Edition) {
    this.#storage = storage;
    this.#prefix = prefix;
    this.#home = home;
    this.#own = own;
  }

  /** Stores the worker's own edition; what another one has already is not fetched again. */
  async fill(load: Load): Promise<void> {
    const { version, files } = this.#own;
    if ((await this.#contents(version)) !== undefined) return;
    const cache = await this.#open(version);
    const others = await this.#others();
    const queue = Object.entries(files)[Symbol.iterator]();
    const fillSome = async (): Promise<void> => {
      for (const [path, integrity] of queue) {
        if (await cache.match(this.#home + path)) continue; // from an attempt that was cut short
        const response =
          (await this.#copy(others, path, integrity)) ??
          (await load(this.#home + path, path, integrity));
        await cache.put(this.#home + path, toStore(response, path));
      }
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, fillSome));
      // Written last: an edition without its contents is not whole.
      await cache.put(this.#home + CONTENTS, new Response(JSON.stringify(this.#own)));
    } catch (error) {
      // Without room for all there is no use in keeping a part.
      if (isFull(error)) await this.#storage.delete(this.#prefix + version);
      throw error;
    }
  }

  /** The edition in use; undefined if none is whole. */
  inUse(): Promise<Edition | undefined> {
    return (this.#inUse ??= this.#findInUse());
  }

  /** Whether a reader has an edition in use: false before the first one is whole and active. */
  async isTaken(): Promise<boolean> {
    return (await this.#chosen()) !== undefined;
  }

  /** Puts the worker's own edition into use. */
  async take(): Promise<void> {
    this.#before = (await this.#chosen())?.version;
    const choice = await this.#open(IN_USE);
    await choice.put(this.#home + IN_USE, new Response(this.#own.version));
    this.lookAgain();
  }

  /** Said when another worker has changed which edition is in use. */
  lookAgain(): void {
    this.#inUse = undefined;
  }

  /** Deletes editions that are no longer of use; `keepBefore` spares the one just replaced. */
  async tidy(keepBefore: boolean): Promise<void> {
    const kept = [IN_USE, this.#own.version, (await this.inUse())?.version];
    if (keepBefore) kept.push(this.#before);
    const names = kept.map((version) => `${this.#prefix}${version}`);
    await this.#delete((name) => !names.includes(name));
  }

  /** Deletes everything that this course has stored here. */
  async clear(): Promise<void> {
    this.lookAgain();
    await this.#delete(() => true);
  }

  /** A page of the edition in use, and of no other. */
  async page(path: string): Promise<Response | undefined> {
    const edition = await this.inUse();
    if (edition === undefined || !(path in edition.files)) return undefined;
    return (await this.#open(edition.version)).match(this.#home + path);
  }

  /**
   * A file of the edition in use; or of another one, for a page that was open when the edition was
   * changed. A name carries its content's hash, so it cannot be the wrong one.
   */
  async file(path: string): Promise<Response | undefined> {
    const found = await this.page(path);
    if (found !== undefined) return found;
    for (const { edition, cache } of await this.#others())
      if (path in edition.files) return cache.match(this.#home + path);
    return undefined;
  }

  async #findInUse(): Promise<Edition | undefined> {
    return (await this.#chosen()) ?? (await this.#contents(this.#own.version));
  }

  async #chosen(): Promise<Edition | undefined> {
    const choice = this.#prefix + IN_USE;
    if (!(await this.#storage.has(choice))) return undefined;
    const chosen = await (await this.#storage.open(choice)).match(this.#home + IN_USE);
    return chosen && this.#contents(await chosen.text());
  }

  /** What a whole edition says of itself. */
  async #contents(version: string): Promise<Edition | undefined> {
    // Asked first, because opening a cache would make it.
    if (!(await this.#storage.has(this.#prefix + version))) return undefined;
    const contents = await (await this.#open(version)).match(this.#home + CONTENTS);
    return contents && ((await contents.json()) as Edition);
  }

  /** The whole editions, all of them. */
  async #others(): Promise<Kept[]> {
    const names = (await this.#storage.keys()).filter((name) => name.startsWith(this.#prefix));
    const all = names.map(async (name): Promise<Kept[]> => {
      const edition = await this.#contents(name.slice(this.#prefix.length));
      return edition === undefined ? [] : [{ edition, cache: await this.#storage.open(name) }];
    });
    return (await Promise.all(all)).flat();
  }

  async #copy(
    others: readonly Kept[],
    path: string,
    integrity: string,
  ): Promise<Response | undefined> {
    const same = others.find(({ edition }) => edition.files[path] === integrity);
    return same?.cache.match(this.#home + path);
  }

  async #delete(which: (name: string) => boolean): Promise<void> {
    const names = await this.#storage.keys();
    const ours = names.filter((name) => name.startsWith(this.#prefix) && which(name));
    await Promise.all(ours.map((name) => this.#storage.delete(name)));
  }

  #open(version: string): Promise<Cache> {
    return this.#storage.open(this.#prefix + version);
  }
}

/** The response as it is stored: whole, as if it had come without a detour. */
function toStore(response: Response, path: string): Response {
  const headers = new Headers(response.headers);
  DROPPED.forEach((name) => headers.delete(name));
  return new Response(response.body, { status: path === NOT_FOUND ? 404 : 200, headers });
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
