import mdx from "@astrojs/mdx";
import { defineConfig } from "astro/config";
import { course } from "./src/site/course.ts";
import { offline } from "./src/offline/build/integration.ts";
import { checkFolders, topicFolders } from "./src/site/folders.ts";
import { sandboxFiles } from "./src/notebook/build/sandbox-files.ts";
import { topics } from "./src/notebook/build/vite-topics.ts";
import { normaliseBase } from "./src/site/links.ts";

checkFolders(course, topicFolders("content"));
const sandbox = await sandboxFiles();

export default defineConfig({
  base: normaliseBase(process.env.BASE_PATH ?? course.basePath),
  ...(course.site ? { site: course.site } : {}),
  trailingSlash: "always",
  output: "static",
  // White space is kept where HTML has it; the default drops the space at the end of a line, which
  // the formatter may put anywhere.
  compressHTML: true,
  devToolbar: { enabled: false },
  // Last: it lists what the others have written.
  integrations: [mdx(), offline(course.id, process.env.OFFLINE)],
  // Before MDX: it must see a topic's code fences as components.
  vite: {
    plugins: [topics()],
    build: {
      rolldownOptions: {
        // Astro's own marks in MDX modules; left out, so that a real warning is seen.
        onwarn(warning, handle) {
          if (warning.code !== "MODULE_LEVEL_DIRECTIVE") handle(warning);
        },
      },
    },
  },
  // Code fences are drawn by our own components: Astro's highlighter writes inline styles,
  // which the policy below forbids.
  markdown: { syntaxHighlight: false },
  security: {
    csp: {
      // The sandbox's frame takes over this policy, so its script and its workers stand here too.
      scriptDirective: { hashes: [sandbox.hash], resources: ["'self'", "blob:"] },
      directives: [
        "default-src 'none'",
        "connect-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "frame-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
      ],
    },
  },
});
