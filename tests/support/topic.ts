/** The topic "Retransmission" as the browser tests use it: its parts by what they are for. */
import { expect, type Locator, type Page } from "@playwright/test";
import { open } from "./browser.ts";

export const TOPIC = "1-mostly-reliable/08-retransmission/";

export class TopicPage {
  readonly page: Page;
  readonly experiment: Locator;
  readonly story: Locator;
  readonly clock: Locator;
  readonly faults: Locator;
  readonly notices: Locator;
  readonly inspector: Locator;
  readonly stage: Locator;
  /** What stands under Bob's house. */
  readonly bob: Locator;

  constructor(page: Page) {
    this.page = page;
    this.experiment = page.locator('[data-experiment="letters"]');
    this.story = this.experiment.locator("[data-story-words]");
    this.clock = this.experiment.locator("[data-time]");
    this.faults = this.experiment.locator("[data-faults] li");
    this.notices = page.locator("#notices .notice");
    this.inspector = this.experiment.locator("[data-inspector]");
    this.stage = this.experiment.locator("[data-stage] > svg");
    this.bob = this.stage.locator('[data-target="node:bob"] .status');
  }

  /** Opens the topic and waits until its script has taken over. */
  async open(hash = ""): Promise<void> {
    await open(this.page, TOPIC + hash);
    await expect(this.experiment).toHaveAttribute("data-alive", "");
  }

  knob(name: string): Locator {
    return this.experiment.locator(`[data-knob="${name}"] input`);
  }

  cell(id: string): Locator {
    return this.page.locator(`[data-cell="${id}"]`);
  }

  /** The run's fingerprint as the postmark's dialog has it. */
  async fingerprint(): Promise<string> {
    await this.experiment.locator("[data-postmark]").click();
    const dialog = this.page.locator("dialog.seed-dialog[open]");
    const words = await dialog.locator("code").innerText();
    await dialog.getByRole("button", { name: "Close" }).click();
    return words;
  }

  /** At the end of the run, this stands under Bob's house. */
  async expectBobReads(text: string): Promise<void> {
    await this.goToEnd();
    await expect(this.bob).toContainText(text);
  }

  /** Moves time to the end of the run with the hand, on the diagram. */
  async goToEnd(): Promise<void> {
    const diagram = this.experiment.locator("[data-space-time] > svg");
    await diagram.scrollIntoViewIfNeeded();
    const box = await diagram.boundingBox();
    if (box === null) throw new Error("The diagram is not there.");
    for (let i = 0; i < 40; i++) {
      const before = await this.clock.innerText();
      await this.page.mouse.click(box.x + box.width - 12, box.y + box.height - 12);
      if ((await this.clock.innerText()) === before) return;
    }
  }

  /** Puts the editor in a cell's place and its cursor at the end of the text. */
  async edit(id: string): Promise<void> {
    const tab = this.page.getByRole("tab", { name: tabNames[id] ?? id, exact: true });
    if (await tab.count()) await tab.click();
    const cell = this.cell(id);
    if (await cell.locator("[data-cell-edit]").isVisible())
      await cell.locator("[data-cell-edit]").click();
    const editor = cell.locator(".cm-content");
    await editor.click();
    await this.page.keyboard.press("Control+End");
  }

  /** Replaces a piece of a cell's text, as a reader would: by typing it all. */
  async replace(id: string, before: string, after: string): Promise<void> {
    await this.edit(id);
    const editor = this.cell(id).locator(".cm-content");
    const lines = await editor.locator(".cm-line").allInnerTexts();
    const text = lines.map((line) => line.replace(/\n$/, "")).join("\n");
    expect(text, `the text of ${id}`).toContain(before);
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.insertText(text.replace(before, after));
  }

  async run(): Promise<void> {
    await this.page.keyboard.press("Control+Enter");
  }
}

const tabNames: Record<string, string> = {
  knobs: "The knobs",
  alice: "Alice",
  bob: "Bob",
  road: "The road",
  promise: "What Bob is owed",
};
