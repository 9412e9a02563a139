/** The notebook's data of the topic that is being rendered: its components ask for it here. */
import { topics } from "virtual:topics";
import type { PageData } from "../../src/notebook/page-data.ts";

/** Throws if the component stands outside a topic's page. */
export async function topicData(locals: App.Locals): Promise<PageData> {
  const file = locals.topic?.file;
  const load = file === undefined ? undefined : topics[file];
  if (load === undefined)
    throw new Error(
      `${file ?? "This page"} has no cells: a topic stands in content/<unit>/<topic>/index.mdx.`,
    );
  return (await load()).default;
}
