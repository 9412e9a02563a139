/**
 * How a request is answered. Files come from the edition in use. Pages come from the network, if
 * they belong to the same code, so that a corrected text is seen at once; a page of newer code
 * waits until the reader takes the newer edition, so that nothing is ever of two editions.
 */
import { codeOf, isPage, NOT_FOUND, type Edition } from "../edition.ts";
import type { Shelf } from "./shelf.ts";

/** How long a page may take to arrive whole before the stored one is shown, ms. */
export const PATIENCE = 3_000;

/** Shows what the network has answered: the page's text, if it is one. */
type Arrived = { response: Response; page: string | undefined };

export class Answers {
  readonly #shelf: Shelf;
  readonly #fetch: (request: Request) => Promise<Response>;
  readonly #patience: number;

  constructor(
    shelf: Shelf,
    fetch: (request: Request) => Promise<Response>,
    patience: number = PATIENCE,
  ) {
    this.#shelf = shelf;
    this.#fetch = fetch;
    this.#patience = patience;
  }

  /** A file of a page; `path` is below the base path. */
  async file(request: Request, path: string): Promise<Response> {
    const stored = await this.#shelf.file(path).catch(() => undefined);
    return stored ?? this.#fetch(request);
  }

  /** A page, or whatever else somebody has opened in a tab of its own. */
  async page(request: Request, path: string): Promise<Response> {
    const edition = await this.#shelf.inUse().catch(() => undefined);
    if (edition === undefined) return this.#fetch(request);
    const own = path.replace(/(^|\/)index\.html$/, "$1");
    if (own in edition.files && !isPage(own)) return this.file(request, own);
    const coming = this.#whole(request);
    const stored = await this.#shelf.page(own).catch(() => undefined);
    if (stored !== undefined) {
      const arrived = await this.#inTime(coming);
      return arrived && belongs(arrived, edition) ? arrived.response : stored;
    }
    return (await coming)?.response ?? this.#unknown(request, own, edition);
  }

  /** The network's answer; undefined without a network. */
  async #whole(request: Request): Promise<Arrived | undefined> {
    try {
      const response = await this.#fetch(request);
      const isHtml = response.headers.get("content-type")?.includes("text/html") ?? false;
      return { response, page: isHtml ? await response.clone().text() : undefined };
    } catch {
      return undefined;
    }
  }

  async #inTime(coming: Promise<Arrived | undefined>): Promise<Arrived | undefined> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), this.#patience);
    });
    const first = await Promise.race([coming, late]);
    clearTimeout(timer);
    return first;
  }

  /** Without a network, at an address that the edition does not have. */
  async #unknown(request: Request, path: string, edition: Edition): Promise<Response> {
    if (`${path}/` in edition.files) {
      const { pathname, search } = new URL(request.url);
      return new Response(null, { status: 302, headers: { location: `${pathname}/${search}` } });
    }
    const stored = await this.#shelf.page(NOT_FOUND).catch(() => undefined);
    return stored ?? Response.error();
  }
}

/** A page without a mark is of a site that has given up its worker: whole, and all from there. */
function belongs({ response, page }: Arrived, edition: Edition): boolean {
  if (!response.ok || page === undefined) return false;
  const code = codeOf(page);
  return code === undefined || code === edition.code;
}
