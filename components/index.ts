/** What an author may use in a topic's prose without importing it. */
import Aside from "./Aside.astro";

export const components = { Aside };
