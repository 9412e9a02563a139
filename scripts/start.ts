/** `npm start`: builds the course and serves it on this machine until Ctrl C. */
import { course } from "../src/site/course.ts";
import { serve, type Site } from "./serve.ts";
import { showTool } from "./tool.ts";

const FIRST_PORT = 4321;
const TRIES = 20;

/** Takes the first free port from the usual one on, so that two courses can run side by side. */
async function serveSomewhere(): Promise<Site> {
  for (let port = FIRST_PORT; port < FIRST_PORT + TRIES; port += 1) {
    try {
      return await serve("dist", port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    }
  }
  return serve("dist");
}

if (showTool(["astro", "build"])) {
  const { url } = await serveSomewhere();
  console.log(`\n${course.title} is open at ${url}\nPress Ctrl C to end.`);
} else {
  process.exitCode = 1;
}
