/** An interrupt from the terminal: the first one asks, the second one insists. */
import { ExitCode } from "./failure.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Listens for interrupts until it is told that they no longer matter. */
export class Interrupt {
  readonly #controller = new AbortController();
  readonly #hear: () => void;

  /** @param onFirst What ends early when the first comes. */
  constructor(onFirst: () => void) {
    this.#hear = () => {
      if (this.#controller.signal.aborted) process.exit(ExitCode.interrupted);
      this.#controller.abort();
      onFirst();
    };
    for (const signal of SIGNALS) process.on(signal, this.#hear);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  done(): void {
    for (const signal of SIGNALS) process.off(signal, this.#hear);
  }
}
