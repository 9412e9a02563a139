/**
 * A small static server for the built site: what a plain host does (folders end in "/", unknown
 * addresses get 404.html), below the base path for which the site was built.
 */
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, resolve, sep } from "node:path";

const TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".ts": "text/plain; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".woff2": "font/woff2",
  ".xml": "application/xml; charset=utf-8",
};

/** A running server. */
export type Site = { url: string; base: string; close: () => Promise<void> };

/** The base path for which a folder was built, read from the address of its icon. */
export function builtBase(root: string): string {
  let page: string;
  try {
    page = readFileSync(join(root, "index.html"), "utf8");
  } catch {
    throw new Error(`${root} holds no built site: run “npm run build” first.`);
  }
  const base = /<link rel="icon" href="([^"]*\/)favicon\.svg"/.exec(page)?.[1];
  if (base === undefined) throw new Error(`${root}/index.html names no favicon.svg: build again.`);
  return base;
}

/** Serves a built folder on localhost. Port 0 takes any free one; a taken port rejects. */
export async function serve(root: string, port = 0): Promise<Site> {
  const base = builtBase(root);
  const server = createServer((request, response) =>
    answer(resolve(root), base, request, response),
  );
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(port, "127.0.0.1", done);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${taken}${base}`,
    base,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function answer(root: string, base: string, request: IncomingMessage, response: ServerResponse) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return response.writeHead(405, { allow: "GET, HEAD" }).end();
  }
  const found = find(root, base, request.url ?? "/");
  if ("location" in found) return response.writeHead(301, found).end();
  response.writeHead(found.status, {
    "content-type": TYPES[extname(found.file)] ?? "application/octet-stream",
    "content-length": statSync(found.file).size,
    "cache-control": "no-cache",
    "x-content-type-options": "nosniff",
  });
  if (request.method === "HEAD") return response.end();
  return createReadStream(found.file).pipe(response);
}

type Found = { location: string } | { status: number; file: string };

function find(root: string, base: string, url: string): Found {
  const missing: Found = { status: 404, file: join(root, "404.html") };
  const [address, query] = url.split(/(?=\?)/, 2) as [string, string?];
  if (address === base.slice(0, -1)) return { location: base + (query ?? "") };
  if (!address.startsWith(base)) return missing;
  let path: string;
  try {
    path = resolve(root, decodeURIComponent(address.slice(base.length)));
  } catch {
    return missing;
  }
  if (path.includes("\0") || (path !== root && !path.startsWith(root + sep))) return missing;
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind?.isFile()) return { status: 200, file: path };
  if (!kind?.isDirectory()) return missing;
  const index = join(path, "index.html");
  if (!statSync(index, { throwIfNoEntry: false })?.isFile()) return missing;
  return address.endsWith("/") ? { status: 200, file: index } : { location: `${address}/` };
}
