/** How faults of routers strike. */
import type { RouterFault } from "../../faults.ts";
import type { Strikes } from "./target.ts";

/** One for each verb. */
export const routerStrikes: Strikes<RouterFault> = {
  enter: {},
  strike: {
    overload: (target, { router, factor, until }, index) => {
      target.network.harm.overload(target.indexOf(router), factor, index);
      if (until !== undefined) target.relieve(index, until);
    },
    badMemory: (target, { router, probability, until }, index) => {
      target.network.harm.spoil(target.indexOf(router), probability, index);
      if (until !== undefined) target.relieve(index, until);
    },
  },
  relieve: {
    overload: (target, { router }, index) =>
      target.network.harm.unload(target.indexOf(router), index),
    badMemory: (target, { router }, index) =>
      target.network.harm.spoil(target.indexOf(router), 0, index),
  },
};
