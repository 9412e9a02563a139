/** English (British). */
import type { Catalogue } from "./catalogue.ts";
import { button, faults, outcome } from "./en/faults.ts";
import { receive, send } from "./en/messages.ts";
import { edit, muffle, mute, overflow, restore, skew, slow } from "./en/machines.ts";
import { unmute, upgrade } from "./en/machines.ts";
import * as network from "./en/network.ts";
import { fields, kinds, picture, targets } from "./en/pictures.ts";
import * as processes from "./en/processes.ts";
import { step } from "./en/steps.ts";
import { summary } from "./en/summary.ts";

const machines = { skew, slow, restore, mute, unmute, muffle, edit, upgrade, overflow };

const events: Catalogue["events"] = {
  start: processes.start,
  send,
  transmit: network.transmit,
  arrive: network.arrive,
  lose: network.lose,
  drop: network.drop,
  sever: network.sever,
  corrupt: network.corrupt,
  duplicate: network.duplicate,
  discard: network.discard,
  receive,
  miss: network.miss,
  noRoute: network.noRoute,
  timerSet: processes.timerSet,
  timerCancel: processes.timerCancel,
  timeout: processes.timeout,
  work: processes.work,
  note: processes.note,
  invoke: processes.invoke,
  complete: processes.complete,
  crash: network.crash,
  restart: network.restart,
  cut: network.cut,
  heal: network.heal,
  delay: network.delay,
  error: processes.error,
  queueDrop: network.queueDrop,
  timeExceeded: network.timeExceeded,
  tooBig: network.tooBig,
  reassemblyTimeout: network.reassemblyTimeout,
  pause: network.pause,
  resume: network.resume,
  overload: network.overload,
  unload: network.unload,
  spoil: network.spoil,
  hold: network.hold,
  degrade: network.degrade,
  ...machines,
};

export const en: Catalogue = {
  language: "en-GB",
  events,
  nothingYet: "Nothing has happened yet.",
  faults,
  outcome,
  step,
  summary,
  picture,
  targets: targets(() => events),
  fields,
  kinds,
  button,
};
