/** Tells whoever asked what has happened: events with typed content. */

type Listener<T> = (content: T) => void;

export class Bell<Events> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>();

  on<K extends keyof Events>(event: K, listener: Listener<Events[K]>): void {
    const listeners = this.#listeners.get(event) ?? new Set();
    listeners.add(listener as Listener<never>);
    this.#listeners.set(event, listeners);
  }

  ring<K extends keyof Events>(event: K, content: Events[K]): void {
    for (const listener of this.#listeners.get(event) ?? [])
      (listener as Listener<Events[K]>)(content);
  }
}
