/** How faults of machines strike: clocks, slowness, muteness. */
import type { MachineFault } from "../../faults.ts";
import type { Conditions } from "../conditions.ts";
import type { Strikes, Target } from "./target.ts";

/** One for each verb. */
export const machineStrikes: Strikes<MachineFault> = {
  enter: {},
  strike: {
    skew: (target, fault) => conditionsOf(target, fault).skew(fault),
    slow: (target, fault, index) => {
      conditionsOf(target, fault).slow(fault.factor, index);
      if (fault.until !== undefined) target.relieve(index, fault.until);
    },
    mute: (target, fault, index) => {
      conditionsOf(target, fault).mute(index);
      if (fault.until !== undefined) target.relieve(index, fault.until);
    },
    unmute: (target, fault, index) => conditionsOf(target, fault).unmute(index),
  },
  relieve: {
    slow: (target, fault, index) => conditionsOf(target, fault).restore(index),
    mute: (target, fault, index) => conditionsOf(target, fault).relieveMute(index),
  },
};

function conditionsOf(target: Target, { node }: { node: string }): Conditions {
  return target.nodes[target.indexOf(node)].conditions;
}
