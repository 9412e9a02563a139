/** What the conductor of a run on sockets and the OS processes of its nodes say to each other. */
import type { Job } from "../engine/check/pool.ts";
import type { Fault } from "../engine/faults.ts";
import type { QueueMeasure } from "../engine/network/sender-stage.ts";
import type { NodeMeasures } from "../engine/simulate/node-stage.ts";
import type { Outcome } from "../engine/simulate.ts";
import type { Outline } from "./outline.ts";
import type { TransportName } from "./transport.ts";

/** Which experiment: a module that every process loads by itself, and what it is given. */
export type ExperimentSource = {
  /** Where the module is: a `file:` address or a path. */
  module: string;
  /** The name under which it exports the experiment. */
  name: string;
  job: Job;
};

/** To an OS process. */
export type ToStation =
  /** Only say what the run is to be. */
  | { kind: "outline"; source: ExperimentSource }
  | {
      kind: "set up";
      source: ExperimentSource;
      /** A name of the run that no other has. */
      run: string;
      index: number;
      /** 0, then one more with each restart. */
      life: number;
      faults: Fault[];
      transport: TransportName;
      journal: string;
      disk: string;
    }
  /** Begin, or go on, with these ports by node; `epoch` is the monotonic clock's zero, ns. */
  | { kind: "ports"; epoch: bigint; ports: number[] }
  | { kind: "end" };

/** From an OS process. */
export type FromStation =
  | { kind: "outline"; outline: Outline }
  | { kind: "ready"; port: number }
  /** Something has happened; whether nothing is running or waiting any more. */
  | { kind: "state"; isQuiet: boolean }
  | { kind: "outcome"; outcome: Outcome }
  | { kind: "failed"; words: string }
  | {
      kind: "ended";
      fields: Record<string, unknown>;
      measure: NodeMeasures;
      queues: Record<number, QueueMeasure>;
    };
