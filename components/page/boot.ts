/**
 * Brings a page to life: reads what the build embedded, what a link brought and what was saved,
 * and keeps what changes. The page is shown before any of this runs.
 */
import { decodeLink, encodeLink, isStateLink, LinkError } from "../../src/experiment/link.ts";
import { Keeper, type Store } from "../../src/experiment/persist.ts";
import { readState, type PageShape } from "../../src/experiment/read-state.ts";
import { freshState, type PageState } from "../../src/experiment/state.ts";
import { knobProblem } from "../../src/notebook/knob.ts";
import type { PageData, PageExperiment, SiteData } from "../../src/notebook/page-data.ts";
import type {} from "../../src/offline/page/events.ts";
import { notify } from "./notices.ts";
import { PageSession } from "./session.ts";

/** Saving waits this long for the next keystroke, ms: under a second, as promised. */
const SAVE_AFTER = 400;

let session: Promise<PageSession | undefined> | undefined;

/** The page's session, started once; undefined on a page without cells. */
export function pageSession(): Promise<PageSession | undefined> {
  return (session ??= start());
}

async function start(): Promise<PageSession | undefined> {
  const data = readJson<PageData>("page-data");
  const site = readJson<SiteData>("site-data");
  if (data === undefined || site === undefined) return undefined;
  const shape = shapeOf(data);
  const keeper = new Keeper(
    site.keeps ? browserStore() : undefined,
    document.documentElement.dataset["storage"] ?? "",
    data.page,
  );
  const { state, problems, fromLink } = await firstState(data, shape, keeper);
  problems.forEach(notify);
  const page = new PageSession(data, site, state);
  page.bell.on("notice", notify);
  if (fromLink) sayWhatALinkBrought(state);
  if (site.keeps) keepSaved(page, keeper, fromLink);
  tellReport(page);
  page.catchUp();
  return page;
}

function readJson<T>(id: string): T | undefined {
  const text = document.getElementById(id)?.textContent;
  return text == null ? undefined : (JSON.parse(text) as T);
}

/** Merely asking for the storage throws where it is forbidden. */
function browserStore(): Store | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

function shapeOf(data: PageData): PageShape {
  const knobs = new Map(data.knobs.map((knob) => [knob.name, knob]));
  return {
    cells: Object.fromEntries(data.cells.map(({ id, source }) => [id, source])),
    knobProblem: (name, value) => {
      const knob = knobs.get(name);
      return knob && knobProblem(knob, value);
    },
    experiments: Object.fromEntries(data.experiments.map((each) => [each.id, shapeOfOne(each)])),
  };
}

function shapeOfOne({
  seed,
  faults,
  at,
  result,
}: PageExperiment): PageShape["experiments"][string] {
  const { nodes, links } = result.trace;
  const names = { nodes, links: links.map(({ id }) => id) };
  return { seed, faults, playhead: at, guesses: {}, ...names };
}

type First = { state: PageState; problems: string[]; fromLink: boolean };

async function firstState(data: PageData, shape: PageShape, keeper: Keeper): Promise<First> {
  const fresh = freshState(
    Object.fromEntries(
      data.experiments.map(({ id, seed, faults, at }) => [
        id,
        { seed, faults, playhead: at, guesses: {} },
      ]),
    ),
  );
  if (isStateLink(location.hash)) return fromLinkOr(fresh, shape);
  const saved = keeper.read();
  if (saved === undefined) return { state: fresh, problems: [], fromLink: false };
  if ("problem" in saved) return { state: fresh, problems: [saved.problem], fromLink: false };
  try {
    return { ...readState(saved.state, shape), fromLink: false };
  } catch (error) {
    const why = error instanceof Error ? error.message : "it cannot be read";
    const problem = `What was saved on this page is not used, because ${why}.`;
    return { state: fresh, problems: [problem], fromLink: false };
  }
}

async function fromLinkOr(fresh: PageState, shape: PageShape): Promise<First> {
  const { hash } = location;
  // Read once and taken out of the address, before any frame is made that could see it.
  history.replaceState(null, "", location.pathname + location.search);
  try {
    return { ...readState(await decodeLink(hash), shape), fromLink: true };
  } catch (error) {
    const why =
      error instanceof LinkError || error instanceof Error ? error.message : "it is damaged";
    const problem = `This link could not be read, because ${why}. Here is the original page.`;
    return { state: fresh, problems: [problem], fromLink: false };
  }
}

function sayWhatALinkBrought(state: PageState): void {
  const changed = Object.keys(state.sources).length;
  if (changed === 0) return;
  const cells = changed === 1 ? "one cell" : `${changed} cells`;
  notify(
    `This link brings changed code in ${cells}. Look at it, then press Run: nothing has run yet.`,
  );
}

function keepSaved(page: PageSession, keeper: Keeper, fromLink: boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isTold = false;
  let isChanged = false;
  const save = (): string => {
    clearTimeout(timer);
    timer = undefined;
    const problem = keeper.save(page.state);
    if (problem !== "" && !isTold) notify(problem);
    isTold ||= problem !== "";
    return problem;
  };
  page.bell.on("state", () => {
    isChanged = true;
    timer ??= setTimeout(save, SAVE_AFTER);
  });
  addEventListener("pagehide", () => {
    if (timer !== undefined) save();
  });
  addEventListener("course:leaving", ({ detail }) => {
    if (isChanged) detail.push(Promise.resolve(save()));
    else if (fromLink) detail.push(putBack(page.state));
  });
}

/** What a link brought has not become the reader's own: it returns to the address. */
async function putBack(state: PageState): Promise<string> {
  try {
    history.replaceState(null, "", await linkTo(state));
    return "";
  } catch (error) {
    return whyNoLink(error);
  }
}

/** “Report a mistake” takes the page as it stands: its seeds, and a link that opens it so. */
function tellReport(page: PageSession): void {
  document.querySelector("[data-report]")?.addEventListener("toggle", () => {
    const seeds = Object.values(page.state.experiments).map(({ seed }) => seed);
    const { dataset } = document.documentElement;
    dataset["seed"] = seeds.join(", ");
    // A report goes without a link if the page's state is too much for one.
    void linkTo(page.state).then(
      (link) => (dataset["link"] = link),
      () => delete dataset["link"],
    );
  });
}

/** The sentence for a state that no link can hold. */
export function whyNoLink(error: unknown): string {
  const why = error instanceof LinkError ? error.message : "this browser cannot write it";
  return `There is no link to this page as it stands, because ${why}. Your edits are kept here.`;
}

/** The whole address that opens this page in `state`. @throws LinkError if that is too much. */
export async function linkTo(state: PageState): Promise<string> {
  const address = new URL(location.href);
  address.hash = await encodeLink(state);
  return address.href;
}
