/** A host whose site can be changed, and which can be down: what service workers are made for. */
import {
  cpSync,
  globSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { course } from "../../course.config.ts";
import { serve, type Site } from "../../scripts/serve.ts";
import { writeOffline, writeWayOut } from "../../src/offline/build/write.ts";
import { expect, test as base, type Page } from "./browser.ts";

export class Host implements Site {
  readonly #original: string;
  readonly #folder = mkdtempSync(join(tmpdir(), "mostly-reliable-host-"));
  #site: Site | undefined;
  #port = 0;
  url = "";
  base = "";

  constructor(original: string) {
    this.#original = original;
  }

  /** The site as it was built, served. */
  async reset(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    cpSync(this.#original, this.#folder, { recursive: true });
    await this.up();
  }

  async up(): Promise<void> {
    if (this.#site !== undefined) return;
    this.#site = await serve(this.#folder, this.#port);
    this.url = this.#site.url;
    this.base = this.#site.base;
    this.#port = Number(new URL(this.url).port);
  }

  async down(): Promise<void> {
    await this.#site?.close();
    this.#site = undefined;
  }

  async close(): Promise<void> {
    await this.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  read(file: string): string {
    return readFileSync(join(this.#folder, file), "utf8");
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.#folder, file), text);
  }

  /** Changes the text of one page ("" is the home page). */
  edit(path: string, before: string, after: string): void {
    const file = `${path}index.html`;
    const text = this.read(file);
    if (!text.includes(before)) throw new Error(`${path} does not contain ${before}.`);
    this.write(
      file,
      text.replace(before, () => after),
    );
  }

  /** Gives a hashed file another name and content, as a build with other code does. */
  rebuild(pattern: RegExp): void {
    const files = globSync("**/*.{js,css,html}", { cwd: this.#folder });
    const old = files.find((file) => pattern.test(basename(file)));
    if (old === undefined) throw new Error(`No file is called ${pattern}.`);
    const name = basename(old).replace(/(\.\w+)$/, "-newer$1");
    renameSync(join(this.#folder, old), join(this.#folder, dirname(old), name));
    for (const file of globSync("**/*.{js,css,html}", { cwd: this.#folder })) {
      const path = join(this.#folder, file);
      const text = readFileSync(path, "utf8");
      const changed = text.replaceAll(basename(old), name);
      if (changed !== text) writeFileSync(path, changed);
    }
  }

  /** Ends an update: marks and list are made anew. */
  async publish(): Promise<void> {
    await writeOffline(this.#folder, { course: course.id, base: this.base });
  }

  /** Publishes without a service worker. */
  async giveUp(): Promise<void> {
    await writeWayOut(this.#folder, { course: course.id, base: this.base });
  }

  /** A new edition of other code, and with another headline on one page. */
  async publishNewer(path: string, before: string, after: string): Promise<void> {
    this.edit(path, before, after);
    this.rebuild(/^editor\..*\.js$/);
    await this.publish();
  }
}

type Fixtures = { host: Host };

/** Tests with a host of their own, in a browser that lets service workers in. */
export const test = base.extend<Fixtures, { site: Site }>({
  serviceWorkers: "allow",
  site: [
    async ({}, use) => {
      const host = new Host(process.env["DIST"] ?? "dist");
      await host.reset();
      await use(host);
      await host.close();
    },
    { scope: "worker" },
  ],
  host: [
    async ({ site }, use) => {
      const host = site as Host;
      await host.reset();
      await use(host);
    },
    { auto: true },
  ],
});

/** Waits until the course is stored and its worker serves this page. */
export async function kept(page: Page): Promise<void> {
  const state = () =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return navigator.serviceWorker.controller && registration?.active?.state;
    });
  await expect.poll(state, { timeout: 10_000 }).toBe("activated");
}

/** The names of the caches that the browser has for this origin. */
export function cacheNames(page: Page): Promise<string[]> {
  return page.evaluate(() => caches.keys());
}
