/** What ends a command without having done what was asked: a sentence and a code for scripts. */

/** Codes with which a command ends; 0 is success. */
export const ExitCode = {
  /** A run or a check had a bad end: a process threw, a limit was reached, a claim is broken. */
  bad: 1,
  /** The command cannot be carried out as it was given. */
  usage: 2,
  /** Code hung or used too much, and was stopped. */
  stopped: 3,
  /** Neither yes nor no: a limit was reached before it was certain, or no run could be judged. */
  undecided: 4,
  /** The Redis that was asked for does not answer, or has gone away. */
  gone: 5,
  /** It was interrupted; what is finished is kept. */
  interrupted: 130,
} as const;
export type ExitCodeNumber = (typeof ExitCode)[keyof typeof ExitCode];

export class CommandFailure extends Error {
  readonly code: ExitCodeNumber;

  constructor(message: string, code: ExitCodeNumber = ExitCode.usage) {
    super(message);
    this.code = code;
  }
}
