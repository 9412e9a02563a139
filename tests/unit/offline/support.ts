/** Caches as a service worker has them, in memory. */

class MemoryCache {
  readonly #entries = new Map<string, Response>();

  async match(key: string): Promise<Response | undefined> {
    return this.#entries.get(key)?.clone();
  }

  async put(key: string, response: Response): Promise<void> {
    if (MemoryCaches.room <= 0) throw new DOMException("full", "QuotaExceededError");
    MemoryCaches.room -= 1;
    this.#entries.set(key, response);
  }

  keys(): string[] {
    return [...this.#entries.keys()];
  }
}

export class MemoryCaches {
  /** Entries that still find room. */
  static room = Infinity;
  readonly #caches = new Map<string, MemoryCache>();

  async open(name: string): Promise<MemoryCache> {
    if (!this.#caches.has(name)) this.#caches.set(name, new MemoryCache());
    return this.#caches.get(name)!;
  }

  async has(name: string): Promise<boolean> {
    return this.#caches.has(name);
  }

  async keys(): Promise<string[]> {
    return [...this.#caches.keys()];
  }

  async delete(name: string): Promise<boolean> {
    return this.#caches.delete(name);
  }

  /** As the browser's type, which has more than a worker of ours uses. */
  get storage(): CacheStorage {
    return this as unknown as CacheStorage;
  }
}

export const HOME = "https://example.org/sub/path/";
export const PREFIX = "course/sub/path/offline-1:";
