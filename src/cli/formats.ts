/** In which formats a run leaves its trace behind. */

/** The formats in which a trace can be written, each with its option's description. */
export const FORMATS = {
  json: "the trace as JSON, one event a line",
  csv: "the trace as a table (RFC 4180)",
  pcap: "the packets as pcapng, for Wireshark",
  shiviz: "the log for ShiViz, with vector clocks",
} as const;
export type Format = keyof typeof FORMATS;
