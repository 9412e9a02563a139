/**
 * One node in an OS process of its own. It runs the simulator's own node and the simulator's own
 * links away from it, by the real clock; what comes to a link's far end crosses a real socket. So
 * each packet has the very luck that it has in the simulator.
 */
import { openSync } from "node:fs";
import { reasonOf } from "../engine/kernel/check.ts";
import { type Message, messageOf, PLAIN_ENVELOPE } from "../engine/network/packet.ts";
import { stateOf } from "../engine/process/copy.ts";
import type { Process } from "../engine/process/process.ts";
import type { Damage } from "../engine/simulate/inbox.ts";
import { Node } from "../engine/simulate/node.ts";
import { Simulation } from "../engine/simulate/simulation.ts";
import type { Plan } from "../engine/simulate/spec.ts";
import { encodeBody } from "../engine/wire/body.ts";
import { DiskFile } from "./disk-file.ts";
import { damagedBody, decodeFrame, encodeFrame, type Frame } from "./frame.ts";
import { Journal } from "./journal.ts";
import type { FromStation, ToStation } from "./messages.ts";
import { outlineOf } from "./outline.ts";
import { planOf } from "./plan.ts";
import { RemoteNode } from "./remote-node.ts";
import { LONGEST_DATAGRAM, openTransport, type Transport } from "./transport.ts";

/** Longest sleep that `setTimeout` knows, ms. */
const LONGEST_SLEEP = 2_147_483_647;

type SetUp = Extract<ToStation, { kind: "set up" }>;

class Station {
  readonly #setUp: SetUp;
  readonly #journal: Journal;
  readonly #simulation: Simulation;
  readonly #disk: DiskFile;
  readonly #say: (message: FromStation) => void;
  #transport: Transport | undefined;
  #ports: number[] = [];
  #epoch: bigint | undefined;
  #sleep: ReturnType<typeof setTimeout> | undefined;
  /** Frames that came before it began. */
  #early: Uint8Array[] = [];
  #isOver = false;

  constructor(setUp: SetUp, plan: Plan, say: (message: FromStation) => void) {
    const { index, journal, disk } = setUp;
    this.#setUp = setUp;
    this.#say = say;
    this.#disk = new DiskFile(disk);
    this.#loadDisk(plan.processes[index]);
    const links = plan.links.map(({ from }) => plan.names.indexOf(from));
    this.#journal = new Journal(openSync(journal, "w"), (node, link) =>
      link === undefined ? node === index : links[link] === index,
    );
    this.#simulation = new Simulation(
      { ...plan, faults: setUp.faults, limits: { ...plan.limits, events: 1_000_000_000 } },
      {
        trace: this.#journal,
        node: (i, setup, stage) =>
          i === index
            ? new Node(stage, i, setup)
            : new RemoteNode(stage, i, setup, (...what) => this.#send(...what)),
      },
    );
  }

  async open(): Promise<void> {
    const { transport } = this.#setUp;
    this.#transport = await openTransport(transport, (frame) => this.#receive(frame));
    this.#say({ kind: "ready", port: this.#transport.port });
  }

  /** Begins, or learns of new ports. */
  begin(epoch: bigint, ports: number[]): void {
    this.#ports = ports;
    if (this.#epoch !== undefined) return;
    this.#epoch = epoch;
    const early = this.#early;
    this.#early = [];
    for (const frame of early) this.#receive(frame);
    this.#attend(() => {});
  }

  end(): void {
    this.#isOver = true;
    clearTimeout(this.#sleep);
    this.#transport?.close();
    this.#journal.flush();
    const { world, network } = this.#simulation;
    const node = this.#own;
    const own = network.links.filter(({ from }) => from === node.index);
    this.#say({
      kind: "ended",
      fields: stateOf(node.name, node.process),
      measure: node.measure(),
      queues: Object.fromEntries(own.map((link) => [link.index, link.measure(world.now)])),
    });
  }

  get #own(): Node {
    return this.#simulation.nodes[this.#setUp.index];
  }

  /** ns since the run began. */
  #clock(): number {
    return Number(process.hrtime.bigint() - (this.#epoch as bigint));
  }

  #loadDisk(process: Process): void {
    const disk = this.#disk.read();
    if (disk !== undefined && Object.hasOwn(process, "disk")) Object.assign(process, { disk });
  }

  /** Something happens, then whatever is due; sleeps until the next. */
  #attend(act: () => void): void {
    if (this.#isOver) return;
    clearTimeout(this.#sleep);
    const after = (): void => {
      const { process } = this.#own;
      // On the disk before anybody can know of it: all that is sent leaves later than this.
      if (Object.hasOwn(process, "disk")) this.#disk.write(Reflect.get(process, "disk"));
    };
    const outcome = this.#simulation.attend(() => this.#clock(), act, after);
    this.#journal.flush();
    if (outcome !== undefined) {
      this.#isOver = true;
      return this.#say({ kind: "outcome", outcome });
    }
    const due = this.#simulation.world.queue.peek();
    this.#say({ kind: "state", isQuiet: due === Infinity });
    if (due === Infinity) return;
    const sleep = Math.min(LONGEST_SLEEP, Math.max(0, Math.ceil((due - this.#clock()) / 1e6)));
    this.#sleep = setTimeout(() => this.#attend(() => {}), sleep);
  }

  /** A message has come to the far end of a link: over the socket with it. */
  #send(message: Message, row: number, damage: Damage): void {
    const { run, index, life, transport } = this.#setUp;
    const { number, to, size, encoded } = message;
    const isDamaged = damage !== undefined;
    const body = isDamaged ? encodeBody({ action: "receive" }, damage.damaged) : encoded;
    const sender = { run, from: index, life };
    const frame = encodeFrame({ ...sender, message: number, row, size, body, isDamaged });
    if (transport === "udp" && frame.length > LONGEST_DATAGRAM) {
      const most = `one datagram of UDP takes ${LONGEST_DATAGRAM}`;
      throw new RangeError(`a message of ${encoded.size} bytes: ${most}. Use TCP for it.`);
    }
    this.#journal.flush();
    this.#transport?.send(this.#ports[to], frame);
  }

  #receive(bytes: Uint8Array): void {
    if (this.#epoch === undefined) return void this.#early.push(bytes);
    const frame = decodeFrame(bytes);
    if (frame.run !== this.#setUp.run) return;
    this.#attend(() => this.#hand(frame));
  }

  #hand(frame: Frame): void {
    const { from, life, message, row, size, body, isDamaged } = frame;
    const { index } = this.#setUp;
    const number = this.#journal.foreign(from, life, message, row);
    const { now } = this.#simulation.world;
    const handed = messageOf(number, from, index, body, size, number, PLAIN_ENVELOPE, now);
    const damage = isDamaged ? { damaged: damagedBody(frame) } : undefined;
    this.#own.deliver(handed, number, damage);
  }
}

/** Serves as a node of the run that the parent process conducts. */
function serve(): void {
  const say = (message: FromStation): void => void process.send?.(message);
  let station: Station | undefined;
  const fail = (error: unknown): void => {
    say({ kind: "failed", words: reasonOf(error) });
  };
  process.on("uncaughtException", fail);
  // The conductor hangs up: after it has heard how this life ended, or because it is gone itself.
  process.on("disconnect", () => process.exit());
  process.on("message", (message: ToStation) => {
    if (message.kind === "ports") station?.begin(message.epoch, message.ports);
    else if (message.kind === "end") station?.end();
    else if (message.kind === "outline") {
      planOf(message.source)
        .then((plan) => say({ kind: "outline", outline: outlineOf(plan) }))
        .catch(fail);
    } else {
      planOf(message.source)
        .then((plan) => {
          station = new Station(message, plan, say);
          return station.open();
        })
        .catch(fail);
    }
  });
}

serve();
