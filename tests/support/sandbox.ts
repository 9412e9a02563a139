/**
 * The sandbox as an attacker meets it. The wall has two layers, and each must hold alone: the
 * frame's policy, tried by a bare worker without the notebook, and the notebook's worker, tried by
 * code that no compiler of ours has read.
 */
import type { Frame, Page } from "@playwright/test";
import { expect, test as base } from "./browser.ts";
import { startCanary, type Canary } from "./canary.ts";

/** A test with a canary, which must not have heard anything when the test ends. */
export const test = base.extend<{ canary: Canary }>({
  canary: async ({}, use) => {
    const canary = await startCanary();
    await use(canary);
    const { counts } = canary;
    await canary.close();
    expect(counts, "what reached the canary").toEqual({ requests: 0, connections: 0, packets: 0 });
  },
});

/** What came back from a worker, by the frame's port. */
export type Reply = { kind: string; data?: Record<string, unknown>; message?: string };

type Drive = { code: string; requests: readonly unknown[]; until: readonly string[] };

/**
 * Starts `code` as a worker in a fresh frame of the page's own runner and sends it requests.
 * Resolves when the last request is answered, when a message of a kind in `until` comes, or after
 * 8 s. Frame and worker stay; the worker's port is the window's `sandboxPort`.
 */
function drive(page: Page, options: Drive): Promise<Reply[]> {
  return page.evaluate(async ({ code, requests, until }: Drive) => {
    type Site = { addresses: { runner: string; worker: string } };
    const { addresses } = JSON.parse(document.getElementById("site-data")!.textContent) as Site;
    const text = async (address: string) => (await fetch(address)).text();
    const frame = document.createElement("iframe");
    frame.setAttribute("sandbox", "allow-scripts");
    frame.hidden = true;
    frame.srcdoc = await text(addresses.runner);
    const ready = new Promise((done) =>
      addEventListener("message", ({ source }) => source === frame.contentWindow && done(0)),
    );
    document.body.append(frame);
    await ready;
    const { port1, port2 } = new MessageChannel();
    (window as unknown as { sandboxPort: MessagePort }).sandboxPort = port1;
    const replies: Reply[] = [];
    const ended = new Promise((done) => {
      port1.onmessage = ({ data }: MessageEvent<Reply>) => {
        replies.push(data);
        const inner = data.kind === "from-worker" ? String(data.data?.["kind"]) : data.kind;
        const isLast = inner === "settled" && data.data?.["request"] === requests.length;
        if (isLast || until.includes(inner)) done(0);
      };
      setTimeout(done, 8_000);
    });
    const worker = code === "" ? await text(addresses.worker) : code;
    frame.contentWindow!.postMessage({ kind: "start", code: worker }, "*", [port2]);
    port1.postMessage({ kind: "credit", credit: 64 });
    for (const data of requests) port1.postMessage({ kind: "to-worker", data });
    await ended;
    return replies;
  }, options);
}

/** Runs the body of an async function as a worker's whole code; its result, as text. */
export async function inBareWorker(page: Page, body: string): Promise<string> {
  const code = `(async () => { ${body} })().then(
    (answer) => postMessage({ kind: "answer", answer: String(answer) }),
    (error) => postMessage({ kind: "answer", answer: error.name + ": " + error.message }),
  );`;
  const replies = await drive(page, { code, requests: [], until: ["answer", "broken"] });
  return String(replies.at(-1)?.data?.["answer"] ?? replies.at(-1)?.message ?? "no answer");
}

/** Runs the body of an async function in the notebook's worker, past the compiler. */
export async function inNotebook(page: Page, body: string): Promise<string> {
  const requests = [
    loadOf(1, "export default (scope) => { globalThis.leaked = scope; return { answer: 0 }; };"),
    loadOf(
      2,
      `const scope = globalThis.leaked;
       delete globalThis.leaked;
       const answer = String(await (async () => { ${body} })().catch(String));
       export default () => ({ answer });`,
    ),
  ];
  const replies = await drive(page, { code: "", requests, until: ["refused", "broken"] });
  const values = replies.filter(({ data }) => data?.["kind"] === "value");
  return values.length > 1 ? String(values.at(-1)?.data?.["value"]) : JSON.stringify(replies);
}

/** A request that loads one cell, from code of which no compiler knows. */
function loadOf(request: number, code: string): Record<string, unknown> {
  const cell = { id: "attack", names: ["answer"], needs: [], knobs: [], questions: [], code };
  return { kind: "load", request, cells: [cell], knobs: {}, experiments: [], watched: ["answer"] };
}

/** The frames of the page's runners, newest last. */
export function runners(page: Page): Frame[] {
  return page.frames().filter((frame) => frame.parentFrame() === page.mainFrame());
}

/** A new runner without a worker. */
export async function startRunner(page: Page): Promise<Frame> {
  await inBareWorker(page, "return 1");
  return runners(page).at(-1)!;
}

/**
 * Puts an attacker's code before that of the notebook's worker, for the whole life of the page:
 * it has everything that a worker can have, and the page must not care.
 */
export async function tamper(page: Page, prologue: string): Promise<void> {
  await page.route(/\/sandbox\/worker\.\w+\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${prologue}\n${await response.text()}` });
  });
}
