/** What cannot be explored, and what is said of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  duplex,
  explore,
  type ExploreOptions,
  Process,
  Router,
  type Spec,
} from "../../../src/engine/index.ts";
import { stopAndWait } from "./explored.ts";

/** A process whose one handler does one thing. */
const doing = (act: (process: Process) => void): Spec => {
  class Actor extends Process {
    start(): void {
      act(this);
    }
  }
  return { seed: 1, nodes: { actor: new Actor(), other: new Process() }, links: lampless };
};
const lampless = duplex("actor", "other");

test("a process that throws is a mistake, at the start too", async () => {
  const found = await explore(
    () => doing(() => assert.fail("ouch")),
    () => true,
  );
  assert.equal(found.counterexample?.what, "ouch");
});

test("what cannot be explored is refused with a remedy", async () => {
  const refused = async (spec: Spec, message: RegExp, options: ExploreOptions = {}) =>
    assert.rejects(
      explore(
        () => spec,
        () => true,
        options,
      ),
      message,
    );
  await refused(
    doing((process) => void process.now),
    /actor reads this\.now.*come with a message/,
  );
  await refused(
    doing((process) => void process.random()),
    /actor draws this\.random\(\)/,
  );
  const long = "x".repeat(2_000);
  await refused(
    doing((process) => process.send("other", long)),
    /single packets.*larger mtu/,
  );
  const routed = { seed: 1, nodes: { r: new Router(), a: new Process() }, links: duplex("r", "a") };
  await refused(routed, /r is a router\. Link the hosts/);
  const faults = [{ verb: "drop", link: "a→b", packet: 1 }] as const;
  await refused({ ...stopAndWait("A"), faults }, /the spec has faults \(drop\).*leave them out/);
  await refused(stopAndWait("A"), /no process has a field "tires", but receiver, /, {
    still: ["tires"],
  });
  const holder = Object.assign(new Process(), { callback: () => 1 });
  await refused({ seed: 1, nodes: { holder }, links: [] }, /the field callback holds a function/);
  await refused(stopAndWait("A"), /losses is -1/, { losses: -1 });
  await refused(stopAndWait("A"), /wires is "sideways"/, { wires: "sideways" as "any order" });
  await refused(stopAndWait("A"), /there is no option "lossess"/, {
    lossess: 1,
  } as ExploreOptions);
  await assert.rejects(
    explore(() => stopAndWait("A"), undefined as never),
    /claims is undefined/,
  );
  await assert.rejects(
    explore(() => stopAndWait("A"), { always: 1 as never }),
    /claims\.always is 1; it must be a function/,
  );
});
