/**
 * The kinds of event that a trace records, and how to read a row of each kind.
 *
 * A row has eight columns: `time` (ns), `kind`, `node`, `place`, `packet`, `message`, `cause`
 * and `detail`. What `place` and `detail` hold depends on the kind and stands beside it below.
 * `cause` is the row that brought this one about, or −1.
 */
export const EventKind = {
  /** A process starts. node. */
  start: 1,
  /** A process posts a message. node, place = destination node, message, detail = preview. */
  send: 2,
  /** A packet starts onto a link. node = sender's, place = link, packet, message, detail: bytes. */
  transmit: 3,
  /** A packet reaches the far end. node = receiver's, place = link, packet, message. */
  arrive: 4,
  /** A packet vanishes on the way, by chance. node = receiver's, place = link, packet, message. */
  lose: 5,
  /** A packet is taken off the link by a fault. As `lose`; detail = index of the fault. */
  drop: 6,
  /** A packet dies because its link is down. As `lose`. */
  sever: 7,
  /** A bit of a packet flips on the way. place = link, packet, message, detail = bit's position. */
  corrupt: 8,
  /**
   * A copy of a packet appears. node = sender's, place = link, packet = the copy's number, message,
   * detail = the original's number.
   */
  duplicate: 9,
  /**
   * A damaged packet is noticed and thrown away. node, place = link, packet, message, detail = the
   * reason as a string: "frame" (the link's own check fails), "checksum" (it does not add up),
   * "header" (it would have gone astray) or "undecodable" (the message made of it is no JSON).
   */
  discard: 10,
  /** A whole message is handed to a process. node, place = sender's node, message. */
  receive: 11,
  /** A message reaches a node that is down. node, place = sender's node, packet, message. */
  miss: 12,
  /** There is no link or route towards the destination. node, place = destination node, message. */
  noRoute: 13,
  /** A timer is set. node, detail = name; the duration stands in `packet` and `message`. */
  timerSet: 14,
  /** A timer is cancelled. node, detail = name. */
  timerCancel: 15,
  /** A timer runs out. node, detail = name. */
  timeout: 16,
  /** A process becomes busy. node; the duration stands in `packet` and `message`. */
  work: 17,
  /** A process says something. node, detail = the text. */
  note: 18,
  /** An operation begins. node, message = the operation's number, detail = it as JSON text. */
  invoke: 19,
  /** An operation ends. node, message = the operation's number, detail = it as JSON text. */
  complete: 20,
  /** A node crashes. node, detail = index of the fault. */
  crash: 21,
  /** A node starts again with an empty memory. node, detail = index of the fault. */
  restart: 22,
  /** A link goes down. place = link, detail = index of the fault. */
  cut: 23,
  /** A link comes up again. place = link, detail = index of the fault. */
  heal: 24,
  /** A packet is held up by a fault. place = link, packet, message, detail = index of the fault. */
  delay: 25,
  /** A process throws. node, detail = the error's message. */
  error: 26,
  /**
   * A packet finds no place and is thrown away. node = that of the queue, place = link that it
   * waited for or, if the router itself has no place, came by; packet, message, detail = the
   * reason as a string: "full", "overload" (of the router), "crash" (it waited in a node that
   * crashed), "early" (RED), "late" (CoDel) or what else a policy says.
   */
  queueDrop: 27,
  /** A router has made a packet's time to live 0. node, place = destination, packet, message. */
  timeExceeded: 28,
  /**
   * A packet that may not be cut is too long for the next link. node, place = link, packet,
   * message, detail = the longest packet that it takes, bytes.
   */
  tooBig: 29,
  /**
   * The pieces of a message have waited in vain. node = receiver's, place = sender's node, message,
   * detail = bytes that are missing.
   */
  reassemblyTimeout: 30,
  /** A link takes nothing more. place = link, detail = index of the fault. */
  pause: 31,
  /** A link takes packets again. place = link, detail = index of the fault. */
  resume: 32,
  /** A node needs longer for every packet. node, detail = index of the fault. */
  overload: 33,
  /** That is over. node, detail = index of the fault. */
  unload: 34,
  /** A bit of a packet flips in a router's memory. node, packet, message, detail = its position. */
  spoil: 35,
  /** A packet is kept on its link. place = link, packet, message, detail = index of the fault. */
  hold: 36,
  /**
   * A link changes what it is like. place = link, detail = "bandwidth delay loss" as a string:
   * bits a second, ns and a probability, each "-" where it is as it was set up.
   */
  degrade: 37,

  /**
   * A node's clock jumps, and has a drift from now on. node, detail = "offset drift" as a string:
   * ns, and seconds a second.
   */
  skew: 40,
  /** Work takes longer on a node. node, detail = how many times as long as usual, as a string. */
  slow: 41,
  /** Work takes less long again. node, detail as of `slow`. */
  restore: 42,
  /** What a node sends no longer leaves it. node, detail = index of the fault. */
  mute: 43,
  /** What a node sends leaves it again. node, detail = index of the fault. */
  unmute: 44,
  /** A message does not leave its node, which is mute. node, place = destination node, message. */
  muffle: 45,
  /** A field of a process is set by hand. node, detail = `field = value` as text. */
  edit: 46,
  /** A node gets another program. node, detail = the name of its class. */
  upgrade: 47,
  /**
   * A message finds the inbox full. node, place = sender's node, message, detail = what happens to
   * it as a string: "drop", "dropOldest" (then it is the oldest one) or "refuse".
   */
  overflow: 48,
} as const;

/** The name of a kind of event. */
export type EventName = keyof typeof EventKind;
/** The code of a kind of event, as the `kind` column holds it. */
export type EventCode = (typeof EventKind)[EventName];

const names: EventName[] = [];
for (const name of Object.keys(EventKind) as EventName[]) names[EventKind[name]] = name;

/** The name of a kind's code, for instance 5 → "lose"; undefined for a code that no kind has. */
export function eventName(code: number): EventName | undefined {
  return names[code];
}

/** The kinds whose `place` is a link rather than a node. */
const onLink: ReadonlySet<number> = new Set<number>([
  EventKind.transmit,
  EventKind.arrive,
  EventKind.lose,
  EventKind.drop,
  EventKind.sever,
  EventKind.corrupt,
  EventKind.duplicate,
  EventKind.discard,
  EventKind.cut,
  EventKind.heal,
  EventKind.delay,
  EventKind.queueDrop,
  EventKind.tooBig,
  EventKind.pause,
  EventKind.resume,
  EventKind.hold,
  EventKind.degrade,
]);

/** Whether the `place` of a row of this kind is a link (else it is a node, or nothing). */
export function isLinkEvent(kind: number): boolean {
  return onLink.has(kind);
}

/** The kinds whose `detail` is a string of the table. */
const textKinds: ReadonlySet<number> = new Set<number>([
  EventKind.send,
  EventKind.discard,
  EventKind.queueDrop,
  EventKind.timerSet,
  EventKind.timerCancel,
  EventKind.timeout,
  EventKind.note,
  EventKind.invoke,
  EventKind.complete,
  EventKind.error,
  EventKind.degrade,
  EventKind.skew,
  EventKind.slow,
  EventKind.restore,
  EventKind.edit,
  EventKind.upgrade,
  EventKind.overflow,
]);

/** Whether the `detail` of a row of this kind is a string of the table. */
export function hasText(kind: number): boolean {
  return textKinds.has(kind);
}
