/** The sandbox's outer wall: what a worker of the frame can do without the notebook. */
import { expect, open } from "../support/browser.ts";
import { startCanary, tease } from "../support/canary.ts";
import { inBareWorker, runners, test } from "../support/sandbox.ts";
import { TOPIC } from "../support/topic.ts";

test("the canary sings when it is reached", async () => {
  const canary = await startCanary();
  await tease(canary);
  await expect.poll(() => canary.counts).toEqual({ requests: 1, connections: 2, packets: 1 });
  await canary.close();
});

/** Each tries to say "reached"; `HOST` is the canary, `OWN` the page's own address. */
const network: Record<string, string> = {
  fetch: `return fetch("http://HOST/").then(() => "reached")`,
  "fetch without reading": `return fetch("http://HOST/", { mode: "no-cors", keepalive: true })
    .then(() => "reached")`,
  "fetch of the page": `return fetch("OWN").then(() => "reached")`,
  XMLHttpRequest: `const x = new XMLHttpRequest(); x.open("GET", "http://HOST/", false); x.send();
    return "reached"`,
  WebSocket: `const socket = new WebSocket("ws://HOST/");
    return new Promise((done) => {
      socket.onopen = () => done("reached");
      socket.onerror = () => done("refused");
    })`,
  WebSocketStream: `await new WebSocketStream("ws://HOST/").opened; return "reached"`,
  EventSource: `const source = new EventSource("http://HOST/");
    return new Promise((done) => {
      source.onopen = () => done("reached");
      source.onerror = () => done("refused");
    })`,
  WebTransport: `const transport = new WebTransport("https://HOST/");
    transport.closed.catch(() => 0); await transport.ready; return "reached"`,
  RTCPeerConnection: `const peer = new RTCPeerConnection({ iceServers: [{ urls: "stun:HOST" }] });
    peer.createDataChannel("x"); await peer.setLocalDescription(); return "reached"`,
  importScripts: `importScripts("http://HOST/"); return "reached"`,
  "importScripts of data": `importScripts("data:text/javascript,self.ran=1"); return "reached"`,
  import: `await import("http://HOST/"); return "reached"`,
  "import of the page": `await import("OWN"); return "reached"`,
  "import of data": `await import("data:text/javascript,export default 1"); return "reached"`,
  "import of JSON": `await import("http://HOST/", { with: { type: "json" } }); return "reached"`,
  "import of a guessed blob": `await import("blob:null/00000000-0000-4000-8000-000000000000");
    return "reached"`,
  "a worker from the network": `const worker = new Worker("http://HOST/");
    return new Promise((done) => { worker.onerror = () => done("refused"); })`,
  "a font": `await new FontFace("x", "url(http://HOST/)").load(); return "reached"`,
  "an address in an error": `const error = new Error("x");
    error.stack = "Error: x\\n at http://HOST/x.js:1:1"; console.log(error); return "nothing"`,
  "a report": `await new ReportingObserver(() => 0).observe(); return "nothing"`,
};

test("W01, W02, W19: a bare worker of the frame reaches no network", async ({
  page,
  canary,
  watch,
  site,
}) => {
  watch.allow(/Content Security Policy|ERR_|Failed to|blob:null|at http/);
  await open(page, TOPIC);
  for (const [name, attack] of Object.entries(network)) {
    const code = attack.replaceAll("HOST", canary.host).replaceAll("OWN", site.url);
    expect.soft(await inBareWorker(page, code), name).not.toMatch(/reached/);
  }
  // Requests that the policy stops are reported as requests too: the canary knows better.
  expect(watch.foreign.filter((url) => !url.includes(canary.host))).toEqual([]);
  watch.foreign.length = 0;
});

const evaluation: Record<string, string> = {
  eval: `return eval("'ran'")`,
  "indirect eval": `return (0, eval)("'ran'")`,
  Function: `return Function("return 'ran'")()`,
  "a function's constructor": `return (() => 0).constructor("return 'ran'")()`,
  "an async function's constructor": `return (async () => 0).constructor("return 'ran'")()`,
  "a generator's constructor": `return (function* () {}).constructor("yield 'ran'")().next().value`,
  "a timer's text": `setTimeout("self.answer = 'ran'", 0); setInterval("self.answer = 'ran'", 1);
    await new Promise((done) => setTimeout(done, 50)); return self.answer`,
  "WebAssembly.compile": `await WebAssembly.compile(WASM); return "ran"`,
  "WebAssembly.Module": `new WebAssembly.Module(WASM); return "ran"`,
  "WebAssembly.instantiate": `await WebAssembly.instantiate(WASM); return "ran"`,
  "WebAssembly.compileStreaming": `const headers = { "content-type": "application/wasm" };
    await WebAssembly.compileStreaming(new Response(WASM, { headers })); return "ran"`,
};

test("W03, W09: a bare worker compiles neither text nor WebAssembly", async ({ page, watch }) => {
  watch.allow(/Content Security Policy/);
  await open(page, TOPIC);
  for (const [name, attack] of Object.entries(evaluation)) {
    const code = attack.replaceAll("WASM", "new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])");
    expect.soft(await inBareWorker(page, code), name).not.toMatch(/ran/);
  }
});

const storage: Record<string, string> = {
  IndexedDB: `const request = indexedDB.open("x");
    return new Promise((done) => {
      request.onsuccess = () => done("stored");
      request.onerror = () => done("refused");
    })`,
  caches: `await caches.open("x"); return "stored"`,
  "the private file system": `await navigator.storage.getDirectory(); return "stored"`,
  "storage buckets": `await navigator.storageBuckets.open("x"); return "stored"`,
  "persistent storage": `return (await navigator.storage.persist()) ? "stored" : "refused"`,
  locks: `return navigator.locks.request("x", () => "stored")`,
  cookies: `await cookieStore.set("x", "stored"); return (await cookieStore.get("x")).value`,
  "the old file system": `webkitRequestFileSystemSync(0, 1); return "stored"`,
};

test("W05: a bare worker stores nothing", async ({ page, watch }) => {
  watch.allow(/Content Security Policy/);
  await open(page, TOPIC);
  for (const [name, attack] of Object.entries(storage))
    expect.soft(await inBareWorker(page, attack), name).not.toMatch(/stored/);
});

test("W22: a bare worker gets no permission, and nobody is asked", async ({ page }) => {
  await open(page, TOPIC);
  const names = ["notifications", "geolocation", "camera", "microphone", "midi", "push"];
  const answer = await inBareWorker(
    page,
    `const states = [self.Notification?.permission];
     for (const name of ${JSON.stringify(names)}) {
       const asked = navigator.permissions.query({ name, userVisibleOnly: true });
       states.push(await asked.then(({ state }) => state, () => "refused"));
     }
     for (const device of ["serial", "usb", "hid"]) {
       const ports = navigator[device]?.[device === "serial" ? "getPorts" : "getDevices"]();
       states.push(await Promise.resolve(ports).then((all) => all?.length ?? 0, () => "refused"));
     }
     return states`,
  );
  expect(answer).not.toMatch(/granted|prompt|[1-9]/);
});

test("W06: two frames of one page share no channel", async ({ page }) => {
  await open(page, TOPIC);
  await inBareWorker(page, `self.onmessage = () => 0; return "one"`);
  const listener = runners(page).at(-1)!;
  await listener.evaluate(() => {
    document.title = "0";
    new BroadcastChannel("x").onmessage = () => (document.title = "heard");
  });
  await inBareWorker(page, `new BroadcastChannel("x").postMessage(1); return "two"`);
  await page.waitForTimeout(300);
  expect(await listener.title()).toBe("0");
});

test("W08: a worker's worker dies with it", async ({ page }) => {
  await open(page, TOPIC);
  const beat = `const channel = new BroadcastChannel("beat");
    setInterval(() => channel.postMessage(1), 20);`;
  const nest = `new Worker(URL.createObjectURL(new Blob([${JSON.stringify(beat)}]))); return 1`;
  await inBareWorker(page, nest);
  const runner = runners(page).at(-1)!;
  await runner.evaluate(() => {
    let beats = 0;
    new BroadcastChannel("beat").onmessage = () => (document.title = String(++beats));
  });
  await expect.poll(async () => Number(await runner.title())).toBeGreaterThan(2);
  await page.evaluate(() => {
    const { sandboxPort } = window as unknown as { sandboxPort: MessagePort };
    sandboxPort.postMessage({ kind: "stop" });
  });
  await page.waitForTimeout(200);
  const beats = await runner.title();
  await page.waitForTimeout(500);
  expect(await runner.title()).toBe(beats);
});
