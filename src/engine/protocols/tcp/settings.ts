/** What an end of a connection is set up with, and what is permitted. */
import type { TimeoutBounds } from "./rtt.ts";

/** The congestion controls that exist. */
export const CONGESTION_CONTROLS = ["tahoe", "reno", "newReno", "cubic"] as const;
/** The name of a congestion control. */
export type CongestionName = (typeof CONGESTION_CONTROLS)[number];

/** Settings of an end of a TCP connection. All have defaults. */
export type TcpSettings = TimeoutBounds & {
  /**
   * Longest payload that is welcome here, and sent at most, bytes, 64…65,495. Default 1,452: what
   * is left of 1,500 after this engine's 28 bytes of headers and TCP's 20.
   */
  mss: number;
  /** Room for what has arrived and was not yet read, bytes, 1…2³⁰. Default 65,535. */
  receiveBuffer: number;
  /** How the rate is found that the path can take. Default "newReno". */
  congestion: CongestionName;
  /** Whether to offer selective acknowledgements (RFC 2018). Default false. */
  sack: boolean;
  /** Whether to offer timestamps (RFC 7323 §3). Default false. */
  timestamps: boolean;
  /** Whether small segments wait while others are on the way (RFC 9293 §3.7.4). Default true. */
  nagle: boolean;
  /** How long an acknowledgement may wait for company, ns, to 500 ms; 0: not. Default 40 ms. */
  delayedAck: number;
  /** RTO before the first measurement, ns. Default 1 s (RFC 6298 §2.1). */
  initialTimeout: number;
  /** How often in a row a segment is sent again before this end gives up. Default 15. */
  retries: number;
  /** MSL, how long a segment can live in the network, ns; TIME-WAIT takes two. Default 30 s. */
  segmentLifetime: number;
  /** The initial congestion window, segments; null, the default: by RFC 5681 §3.1, 2 to 4. */
  initialWindow: number | null;
  /** The initial slow-start threshold, bytes. Default Infinity. */
  initialThreshold: number;
  /** The first sequence number, 0…2³² − 1; null, the default: drawn at random. */
  initialSequence: number | null;
  /** Whether `history` keeps each change of the congestion window. Default false. */
  record: boolean;
};

const MS = 1_000_000;
const SECOND = 1_000 * MS;

const defaults: TcpSettings = {
  mss: 1_452,
  receiveBuffer: 65_535,
  congestion: "newReno",
  sack: false,
  timestamps: false,
  nagle: true,
  delayedAck: 40 * MS,
  initialTimeout: SECOND,
  minTimeout: SECOND,
  maxTimeout: 60 * SECOND,
  granularity: MS,
  retries: 15,
  segmentLifetime: 30 * SECOND,
  initialWindow: null,
  initialThreshold: Infinity,
  initialSequence: null,
  record: false,
};

const LONGEST = Number.MAX_SAFE_INTEGER;

/** From, to, and whether only whole numbers will do. */
const RANGES: Readonly<Record<string, readonly [number, number, boolean]>> = {
  mss: [64, 65_495, true],
  receiveBuffer: [1, 1_073_741_824, true],
  delayedAck: [0, 500 * MS, false],
  initialTimeout: [1, 60 * SECOND, false],
  minTimeout: [1, 60 * SECOND, false],
  maxTimeout: [1, LONGEST, false],
  granularity: [0, SECOND, false],
  retries: [0, Infinity, false],
  segmentLifetime: [0, 3_600 * SECOND, false],
  initialWindow: [1, 65_535, true],
  initialThreshold: [1, Infinity, false],
  initialSequence: [0, 4_294_967_295, true],
};

/**
 * Settings, complete.
 * @throws RangeError naming the setting, its value and what is permitted.
 */
export function settingsOf(given: Partial<TcpSettings> = {}): TcpSettings {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(defaults, name)) continue;
    const known = Object.keys(defaults).join(", ");
    throw new RangeError(`TCP: there is no setting ${name}; it knows ${known}.`);
  }
  const settings = { ...defaults, ...given };
  for (const [name, value] of Object.entries(settings)) checkSetting(name, value);
  return settings;
}

function checkSetting(name: string, value: unknown): void {
  const range = RANGES[name];
  if (range !== undefined) {
    if (value === null && defaults[name as keyof TcpSettings] === null) return;
    checkRange(name, value, range);
  } else if (name === "congestion") {
    if (CONGESTION_CONTROLS.some((known) => known === value)) return;
    const known = CONGESTION_CONTROLS.join(", ");
    throw new RangeError(`TCP: congestion is ${String(value)}; it must be one of ${known}.`);
  } else if (typeof value !== "boolean") {
    throw new RangeError(`TCP: ${name} is ${String(value)}; it must be true or false.`);
  }
}

/**
 * Checks one number: [from, to, whole].
 * @throws RangeError naming it, its value and what is permitted.
 */
export function checkRange(
  name: string,
  value: unknown,
  [from, to, isWhole]: readonly [number, number, boolean],
): void {
  const isInside = typeof value === "number" && value >= from && value <= to;
  if (isInside && (!isWhole || Number.isInteger(value))) return;
  const noun = isWhole ? "a whole number" : "a number";
  throw new RangeError(
    `TCP: ${name} is ${String(value)}; it must be ${noun} from ${from} to ${to}.`,
  );
}
