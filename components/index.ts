/** What an author may use in a topic's prose without importing it, and how headings are drawn. */
import Aside from "./Aside.astro";
import Ask from "./Ask.astro";
import Cell from "./Cell.astro";
import Choice from "./Choice.astro";
import Code from "./Code.astro";
import Experiment from "./Experiment.astro";
import Heading2 from "./Heading2.astro";
import Heading3 from "./Heading3.astro";
import Sweep from "./Sweep.astro";
import Value from "./Value.astro";

export const components = {
  Aside,
  Ask,
  Cell,
  Choice,
  Code,
  Experiment,
  Sweep,
  Value,
  h2: Heading2,
  h3: Heading3,
};
