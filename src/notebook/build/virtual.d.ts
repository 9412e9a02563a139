declare module "virtual:topics" {
  import type { PageData } from "../page-data.ts";
  /** The data of each topic, by its file: `content/<unit>/<topic>/index.mdx`. */
  export const topics: Record<string, () => Promise<{ default: PageData }>>;
}

declare module "virtual:sandbox" {
  import type { SandboxFile } from "./sandbox-files.ts";
  export const files: { runner: SandboxFile; worker: SandboxFile };
}
