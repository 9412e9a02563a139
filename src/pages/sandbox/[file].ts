/** The sandbox's files, under names that carry their hashes. */
import type { APIRoute, GetStaticPaths } from "astro";
import { files } from "virtual:sandbox";

export const getStaticPaths = (() =>
  Object.values(files).map(({ name, text }) => ({
    params: { file: name },
    props: { text },
  }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ text: string }> = ({ props, params }) => {
  const type = params["file"]?.endsWith(".js") ? "text/javascript" : "text/html";
  return new Response(props.text, { headers: { "content-type": `${type}; charset=utf-8` } });
};
