/**
 * The course: the one file that an instructor edits. Change titles, reorder units and topics,
 * leave topics out, add your own from `content/local`. A mistake here stops the build with a
 * sentence that says what to change.
 */
import type { CourseConfig } from "./src/site/config.ts";

export const course: CourseConfig = {
  id: "mostly-reliable",
  title: "Mostly Reliable",
  tagline:
    "Networks and distributed systems you can poke at. Every picture on these pages is a running " +
    "simulation: turn a knob, edit the code, take a letter off the road, and rewind.",
  language: "en-GB",
  basePath: "/",
  licence: "Text under CC BY-SA 4.0, code under the MIT licence.",
  units: [
    {
      id: "1-mostly-reliable",
      title: "Mostly reliable",
      legs: [
        { title: "words", from: "01-programs-and-processes" },
        { title: "what goes wrong, and what helps", from: "05-post-office" },
        { title: "the Web and the Cloud", from: "10-the-web-forgets" },
      ],
      topics: [
        {
          id: "01-programs-and-processes",
          title: "Programs and processes",
          promise: "Two correct clerks lose half their sales.",
        },
        {
          id: "02-messages-and-packets",
          title: "Messages and packets",
          promise: "Why a message is cut up, and what one lost piece costs.",
        },
        {
          id: "03-protocols",
          title: "Protocols",
          promise: "Break and mend an agreement made of letters.",
        },
        {
          id: "04-networks",
          title: "Networks",
          promise: "A pigeon races a broadband line, and wins.",
        },
        {
          id: "05-post-office",
          title: "The post office",
          promise: "What silence means when most letters arrive.",
        },
        {
          id: "06-corrupting-links",
          title: "Links that lie",
          promise: "Bribe the guard: two clicks, and the checksum stays green.",
        },
        {
          id: "07-overloaded-routers",
          title: "Overloaded routers",
          promise: "More memory, and the last useful packet disappears.",
        },
        {
          id: "08-retransmission",
          title: "Retransmission",
          promise: "Every letter through a bad wire, and what that costs.",
        },
        {
          id: "09-application-or-system",
          title: "Application or system",
          promise: "Interrogate a desk until you know who sits behind it.",
        },
        {
          id: "10-the-web-forgets",
          title: "The Web forgets",
          promise: "A shop that remembers nobody and loses nothing.",
        },
        {
          id: "11-the-purchase",
          title: "The purchase",
          promise: "Crash it at every instant.",
        },
        {
          id: "12-routing-clients",
          title: "Routing clients",
          promise: "When knowing more is worse than a coin.",
        },
        {
          id: "13-replicas",
          title: "Replicas",
          promise: "What “done” has to mean.",
        },
        {
          id: "14-the-cloud",
          title: "The cloud",
          promise: "Operate it for a day, then fold it into one node.",
        },
      ],
    },
    {
      id: "2-networks",
      title: "Networks",
      promise: "Layers, routing, sliding windows, TCP, congestion, names, HTTP in earnest.",
      topics: [],
    },
    {
      id: "3-distributed-systems",
      title: "Distributed systems",
      promise: "Time and causality, agreement, replicated state, transactions, the long tail.",
      topics: [],
    },
  ],
};
