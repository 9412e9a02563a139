/** `npm run bench`: the engine's figures and the page's, as lines of JSON. */
import "./engine.ts";
import "./page.ts";
