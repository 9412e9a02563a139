/** `npm run bench`: the engine's figures and the page's, as lines of JSON. */
await import("./engine.ts");
await import("./page.ts");
