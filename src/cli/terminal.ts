/** Where a command writes to. */

export type Terminal = {
  /** Standard output: results alone. */
  out(content: string | Uint8Array): void;
  /** Standard error. */
  err(words: string): void;
};

export const thisTerminal: Terminal = {
  out: (content) => void process.stdout.write(content),
  err: (words) => void process.stderr.write(words),
};

/** A reader of ours that has enough, like `head`, is no error: then this is enough, too. */
export function endWithReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit();
    throw error;
  });
}

/** Says something to a person, on standard error. */
export function say({ err }: Terminal, words: string): void {
  err(`mostly-reliable: ${words}\n`);
}
