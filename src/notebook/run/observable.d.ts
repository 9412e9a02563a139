// @observablehq/runtime comes without declarations; these are the parts that the notebook uses.
declare module "@observablehq/runtime" {
  export type Observer = {
    pending?(): void;
    fulfilled?(value: unknown, name?: string): void;
    rejected?(error: unknown, name?: string): void;
  };
  export class Variable {
    define(
      name: string,
      inputs: readonly string[],
      definition: (...inputs: never[]) => unknown,
    ): Variable;
    define(inputs: readonly string[], definition: (...inputs: never[]) => unknown): Variable;
    delete(): void;
  }
  export class Module {
    define(
      name: string,
      inputs: readonly string[],
      definition: (...inputs: never[]) => unknown,
    ): Variable;
    redefine(
      name: string,
      inputs: readonly string[],
      definition: (...inputs: never[]) => unknown,
    ): Variable;
    derive(names: readonly string[], source: Module): Module;
    variable(observer?: Observer): Variable;
  }
  export class Runtime {
    constructor(builtins?: Record<string, unknown>, global?: (name: string) => unknown);
    module(): Module;
    dispose(): void;
  }
  /** What a variable's dependants are rejected with; `input` names the variable that failed. */
  export class RuntimeError extends Error {
    input?: string;
  }
}
