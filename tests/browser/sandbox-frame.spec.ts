/** What the frame itself could do, if anybody's code ever ran in it; and whom it listens to. */
import { expect, open } from "../support/browser.ts";
import { runners, startRunner, test } from "../support/sandbox.ts";
import { TOPIC, TopicPage } from "../support/topic.ts";

test("R02, R03: the frame has no peer connections, nor gets any from a document it makes", async ({
  page,
  canary,
  watch,
}) => {
  watch.allow(/Content Security Policy|Not allowed to load|unsafe|Blocked|blocked/);
  await open(page, TOPIC);
  const runner = await startRunner(page);
  const found = await runner.evaluate(async (host) => {
    const own =
      "globalThis.parent.document.title = 'owned'; new RTCPeerConnection({ iceServers: " +
      `[{ urls: "stun:${host}" }] }).createDataChannel("x")`;
    const page = `<script>${own}</` + "script>";
    const blob = URL.createObjectURL(new Blob([page], { type: "text/html" }));
    const taken: string[] = [];
    const sources = { src: [`data:text/html,${page}`, blob, "", "about:blank"], srcdoc: [page] };
    for (const [name, values] of Object.entries(sources))
      for (const value of values) {
        const frame = document.createElement("iframe");
        frame.setAttribute(name, value);
        document.body.append(frame);
        await new Promise((done) => setTimeout(done, 50));
        try {
          const inner = frame.contentWindow as unknown as Record<string, unknown>;
          const Peer = inner["RTCPeerConnection"] as typeof RTCPeerConnection;
          const peer = new Peer({ iceServers: [{ urls: `stun:${host}` }] });
          peer.createDataChannel("x");
          await peer.setLocalDescription();
          taken.push(`${name}=${value}`);
        } catch {
          // As it should be.
        }
      }
    const names = Object.getOwnPropertyNames(globalThis);
    return { taken, left: names.filter((name) => /RTC|WebSocket|WebTransport/.test(name)) };
  }, canary.host);
  await page.waitForTimeout(500);
  expect(found).toEqual({ taken: [], left: [] });
  expect(await runner.title()).toBe("Sandbox");
});

test("R04: the frame opens, submits, moves, prints and reads nothing", async ({
  page,
  context,
  canary,
  watch,
}) => {
  watch.allow(/Content Security Policy|Blocked|blocked|sandboxed|Ignored|not allowed|permissions/);
  await open(page, TOPIC);
  const runner = await startRunner(page);
  const before = page.url();
  let extra = 0;
  context.on("page", () => (extra += 1));
  page.on("dialog", () => (extra += 1));
  page.on("download", () => (extra += 1));
  const answers = await runner.evaluate(async (host) => {
    const url = `http://${host}/`;
    const link = (fields: object) => Object.assign(document.createElement("a"), fields).click();
    const form = document.createElement("form");
    Object.assign(form, { action: url, method: "post", target: "_blank" });
    document.body.append(form);
    const image = new Image();
    const tries: Record<string, () => unknown> = {
      open: () => window.open(url),
      link: () => link({ href: url, target: "_blank" }),
      download: () => link({ href: "data:text/plain,x", download: "x.txt" }),
      submit: () => form.submit(),
      top: () => (top!.location.href = url),
      replace: () => top!.location.replace(url),
      parent: () => parent.document.body,
      storage: () => (localStorage["x"] = 1),
      cookie: () => (document.cookie = "x=1"),
      database: () => indexedDB.open("x"),
      worker: () => navigator.serviceWorker.register(url),
      alert: () => alert("x"),
      confirm: () => confirm("x"),
      prompt: () => prompt("x"),
      print: () => print(),
      fullscreen: () => document.documentElement.requestFullscreen(),
      lock: () => document.body.requestPointerLock(),
      copy: () => navigator.clipboard.writeText("x"),
      read: () => navigator.clipboard.readText(),
      beacon: () => navigator.sendBeacon(url, "x"),
      image: () => (image.src = url),
      fetch: () => fetch(url),
      styles: () => document.body.style.setProperty("background", `url(${url})`),
    };
    const answers: Record<string, string> = {};
    for (const [name, attempt] of Object.entries(tries)) {
      try {
        answers[name] = String(await attempt());
      } catch (error) {
        answers[name] = (error as Error).name;
      }
    }
    return answers;
  }, canary.host);
  await page.waitForTimeout(500);
  for (const name of ["parent", "storage", "cookie", "replace"])
    expect.soft(answers[name], name).toBe("SecurityError");
  for (const name of ["open", "alert", "confirm", "prompt"])
    expect.soft(answers[name], name).toMatch(/^(null|undefined|false)$/);
  for (const name of ["fullscreen", "copy", "read", "fetch"])
    expect.soft(answers[name], name).toMatch(/Error$/);
  expect(extra, "windows, dialogs and downloads").toBe(0);
  expect(page.url()).toBe(before);
  watch.foreign.length = 0;
});

test("R07: the frame's policy stays when its element goes", async ({ page, canary, watch }) => {
  watch.allow(/Content Security Policy/);
  await open(page, TOPIC);
  const runner = await startRunner(page);
  const ran = await runner.evaluate(async (host) => {
    document.querySelector("meta[http-equiv]")!.remove();
    const run = "globalThis.owned = 1";
    const script = document.createElement("script");
    script.textContent = run;
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", `<img src="data:," onerror="${run}">`);
    document.body.insertAdjacentHTML("beforeend", `<svg onload="${run}"></svg>`);
    const link = document.createElement("a");
    link.href = `javascript:${run}`;
    document.body.append(link);
    link.click();
    await fetch(`http://${host}/`).catch(() => undefined);
    document.write(`<script>${run}</` + `script><script src="http://${host}/"></` + "script>");
    await new Promise((done) => setTimeout(done, 200));
    return "owned" in globalThis;
  }, canary.host);
  expect(ran).toBe(false);
  watch.foreign.length = 0;
});

test("R06: a runner that has been changed does not start, and the page says so", async ({
  page,
  watch,
}) => {
  watch.allow(/Content Security Policy/);
  await page.route(/\/sandbox\/runner\.\w+\.html$/, async (route) => {
    const response = await route.fetch();
    const text = (await response.text()).replace("</script>", " </script>");
    await route.fulfill({ response, body: text });
  });
  const topic = new TopicPage(page);
  await topic.open();
  const before = await topic.fingerprint();
  await topic.knob("loss").fill("30");
  await expect(topic.notices).toContainText("The sandbox did not start", { timeout: 8_000 });
  expect(await topic.fingerprint()).toBe(before);
  await expect(topic.experiment).not.toHaveAttribute("data-busy", "");
});

test("R06: nor does one with a policy of its own", async ({ page, watch }) => {
  watch.allow(/Content Security Policy/);
  await page.route(/\/sandbox\/runner\.\w+\.html$/, async (route) => {
    const body =
      "<!doctype html><script>parent.postMessage({ kind: 'runner-ready' }, '*')</script>";
    await route.fulfill({ body, contentType: "text/html" });
  });
  const topic = new TopicPage(page);
  await topic.open();
  await topic.knob("loss").fill("30");
  await expect(topic.notices).toContainText("The sandbox did not start", { timeout: 8_000 });
});

test("M01: a message of another frame or window is no runner's", async ({ page, watch }) => {
  watch.allow(/Content Security Policy/);
  await page.route(/\/sandbox\/runner\.\w+\.html$/, (route) =>
    route.fulfill({ body: "<!doctype html>", contentType: "text/html" }),
  );
  const topic = new TopicPage(page);
  await topic.open();
  await page.evaluate(() => document.body.append(document.createElement("iframe")));
  const other = runners(page).at(-1)!;
  await topic.knob("loss").fill("30");
  for (let i = 0; i < 10; i++) {
    await page.waitForTimeout(100);
    await other.evaluate(() => parent.postMessage({ kind: "runner-ready" }, "*"));
    await page.evaluate(() => postMessage({ kind: "runner-ready" }, "*"));
  }
  await expect(topic.notices).toContainText("The sandbox did not start", { timeout: 8_000 });
});

test("M01: a site that embeds the page cannot start a worker in its frame", async ({
  page,
  site,
}) => {
  const around = `<!doctype html><title>0</title><iframe src="${site.url}${TOPIC}"></iframe>`;
  await page.route("**/around.html", (route) =>
    route.fulfill({ body: around, contentType: "text/html" }),
  );
  await page.goto(`${site.url}around.html`);
  const inner = page.frames()[1];
  await inner.locator('[data-knob="loss"] input').first().fill("30");
  await expect.poll(() => inner.childFrames().length).toBe(1);
  await page.evaluate(async () => {
    const runner = frames[0].frames[0];
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (document.title = "heard");
    runner.postMessage({ kind: "start", code: "postMessage(1)" }, "*", [port2]);
    port1.postMessage({ kind: "credit", credit: 64 });
    frames[0].postMessage({ kind: "runner-ready" }, "*");
    await new Promise((done) => setTimeout(done, 500));
  });
  expect(await page.title()).toBe("0");
});

test("R05: runs leave history, focus and scroll where they were", async ({ page }) => {
  const topic = new TopicPage(page);
  await topic.open();
  await topic.knob("loss").focus();
  const state = () =>
    page.evaluate(() => [history.length, document.activeElement?.id, Math.round(scrollY)]);
  const before = await state();
  const mark = topic.experiment.locator("[data-postmark] svg");
  const drawn = await mark.innerHTML();
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowRight");
  await expect.poll(() => mark.innerHTML()).not.toBe(drawn);
  expect(await state()).toEqual(before);
});
