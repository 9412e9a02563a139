/** What an author may use in a topic's prose without importing it, and how headings are drawn. */
import Aside from "./Aside.astro";
import Heading2 from "./Heading2.astro";
import Heading3 from "./Heading3.astro";

export const components = { Aside, h2: Heading2, h3: Heading3 };
