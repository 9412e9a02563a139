/** Astro's part: after the build the folder is made readable offline. Stands last in the list. */
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import { wayOut, WORKER, writeOffline, writeWayOut, type Written } from "./write.ts";

/**
 * `course` is the course's id. `offline` is what the environment says: "off" writes the way out
 * instead, which browsers that have visited the course before take in at their next visit.
 */
export function offline(course: string, offline: string | undefined): AstroIntegration {
  const isOff = offline === "off";
  if (!isOff && offline !== undefined && !["", "on"].includes(offline))
    throw new Error(`OFFLINE is “${offline}”, but it may only be “on” (as without it) or “off”.`);
  let base = "/";
  return {
    name: "offline",
    hooks: {
      "astro:config:done": ({ config }) => {
        base = config.base;
      },
      // A build that was once served at the same address may have left its worker there.
      "astro:server:setup": ({ server }) => {
        server.middlewares.use((request, response, next) => {
          // With or without the base path: another middleware may have taken it off already.
          const address = request.url?.split("?")[0];
          if (address !== `/${WORKER}` && address !== `${base}${WORKER}`) return next();
          const answer = (text: string) =>
            response.setHeader("content-type", "text/javascript").end(text);
          wayOut({ course, base }).then(answer, next);
        });
      },
      "astro:build:done": async ({ dir, logger }) => {
        const folder = fileURLToPath(dir);
        if (!isOff) return logger.info(sentence(await writeOffline(folder, { course, base })));
        await writeWayOut(folder, { course, base });
        logger.info("Off: browsers that kept this course will forget it at their next visit.");
      },
    },
  };
}

function sentence({ edition, count, bytes, compressed }: Written): string {
  const kB = (size: number) => `${Math.round(size / 1000)} kB`;
  const sizes = `${kB(bytes)}, compressed ${kB(compressed)}`;
  return `${count} files are kept for reading offline: ${sizes} (edition ${edition.version}).`;
}
