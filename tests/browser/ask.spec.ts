/** Questions about many runs, asked in the page: of the reader's code, with the reader's knobs. */
import { expect, expectAccessible, test, type Page } from "../support/browser.ts";
import { TopicPage } from "../support/topic.ts";

class Ask {
  readonly element;
  readonly answer;
  readonly lines;
  readonly again;
  readonly stop;
  readonly look;
  readonly stale;

  constructor(page: Page, name: string) {
    this.element = page.locator(`[data-ask="${name}"]`);
    this.answer = this.element.locator("[data-answer]");
    this.lines = this.element.locator("li");
    const button = (words: string) => this.element.getByRole("button", { name: words });
    this.again = button("Ask it again");
    this.stop = button("Stop");
    this.look = button("Look at that run");
    this.stale = this.element.locator("[data-stale]");
  }

  /** Opens the topic and goes to one of its questions. */
  static async open(page: Page, name: string): Promise<{ topic: TopicPage; question: Ask }> {
    const topic = new TopicPage(page);
    await topic.open();
    const question = new Ask(page, name);
    await question.element.scrollIntoViewIfNeeded();
    await expect(question.element).toHaveAttribute("data-alive", "");
    return { topic, question };
  }
}

test("a search is asked again with other knobs; what it finds is put on the stage", async ({
  page,
}) => {
  const { topic, question: chance } = await Ask.open(page, "chance");
  // What the build has found.
  await expect(chance.answer).toContainText("Bob reads AY ANN 100 COINS.");
  await expect(chance.stale).toBeHidden();
  await topic.knob("repeats").click();
  await expect(chance.stale).toContainText("has changed since");
  await expectAccessible(page);
  await chance.again.focus();
  await page.keyboard.press("Enter");
  await expect(chance.answer).toContainText(
    /Seed 1 with 1 fault: Bob reads .*without it all is well/,
  );
  await expect(chance.stale).toBeHidden();
  await expect(chance.again).toBeFocused();
  await expect(chance.lines).toHaveCount(1);
  await expect(chance.lines).toContainText("bob→alice");
  const heard = /Bob reads (.*?)\. Shrunk/.exec(await chance.answer.innerText())?.[1] ?? "";
  await chance.look.click();
  await expect(topic.faults).toHaveCount(1);
  await topic.expectBobReads(heard);
  // With numbers nothing is found, and the sentence says what that leaves open.
  await topic.knob("numbered").click();
  await chance.again.click();
  await expect(chance.answer).toContainText("No failure in 1,000 seeds: up to 0.3 %", {
    timeout: 20_000,
  });
  await expect(chance.look).toBeHidden();
});

test("an edited protocol is refuted step by step, and the way there is played", async ({
  page,
}) => {
  const { topic, question: proof } = await Ask.open(page, "proof");
  await expect(proof.answer).toContainText(/It holds in every one of [\d,]+ states/);
  await topic.replace("alice", "if (numbered && ack.number !== this.number) return;", "");
  await topic.run();
  await expect(proof.stale).toBeVisible();
  await proof.again.click();
  await expect(proof.answer).toContainText("The shortest way there takes", { timeout: 20_000 });
  expect(await proof.lines.count()).toBeGreaterThan(3);
  await expectAccessible(page);
  await proof.look.click();
  await expect(topic.knob("numbered")).toBeChecked();
  await expect(topic.faults.first()).toBeVisible();
});

test("a question that hangs, throws or is stopped says so, and the page lives", async ({
  page,
}) => {
  const { topic, question: chance } = await Ask.open(page, "chance");
  const claim = 'nodes.bob.read === text.join("")';
  await topic.replace("promise", claim, "missing.here");
  await topic.run();
  await expect(topic.cell("promise")).toContainText("missing is not defined");
  await topic.replace("promise", "missing.here", "[][0].here");
  await topic.run();
  await chance.again.click();
  await expect(chance.answer).toContainText("None of 1,000 seeds could be judged", {
    timeout: 20_000,
  });
  await topic.replace("promise", "[][0].here", "(() => { for (;;); })()");
  await topic.run();
  await chance.again.click();
  await expect(chance.answer).toContainText("still running after 2 s", { timeout: 10_000 });
  await topic.replace("promise", "(() => { for (;;); })()", claim);
  await topic.run();
  await topic.knob("repeats").click();
  await topic.knob("numbered").click();
  await chance.again.click();
  await chance.stop.click();
  await expect(chance.answer).toContainText(/Ended early|Stopped/, { timeout: 10_000 });
  await topic.expectBobReads("PAY ANN 100 COINS");
});

/** Each kind of question, asked of the topic's own experiment, and what its answer must say. */
const kinds: [question: string, answer: RegExp, lines: RegExp][] = [
  [
    "sweep(run, { patience: [100, 250] }, 20, ({ metrics }) => ({ sent: metrics.sent }))",
    /^40 runs\./,
    /patience 250: sent 34/,
  ],
  ['everyPacket(run, "drop", ({ nodes }) => nodes.bob.read.length)', /^34 runs/, /16: 17 times/],
  [
    'everyInstant(run, { crash: "bob", backAfter: ms(1) }, ({ nodes }) => nodes.bob.read)',
    /^\d+ runs: /,
    /: \d+ times/,
  ],
  [
    'everyPair(run, [{ packets: "drop" }, { crash: "bob" }], ' +
      "({ nodes }) => nodes.bob.read.length, { most: 300 })",
    /300 runs are allowed/,
    /: \d+ times/,
  ],
  [
    "compare(run, run, ({ metrics }) => ({ sent: metrics.sent }), 10)",
    /^10 pairs of runs/,
    /sent: .* not to be told from chance/,
  ],
];

test("every kind of question can be asked of the page's own experiment", async ({ page }) => {
  const { topic, question: chance } = await Ask.open(page, "chance");
  let asked =
    "search(run, kept, {\n  seeds: 1000,\n  knobs: { loss: 33 },\n" +
    "  calm: { loss: 0 }, // what chance had done is then done by hand\n})";
  for (const [question, answer, lines] of kinds) {
    await topic.replace("promise", asked, question);
    await topic.run();
    asked = question;
    await expect(chance.stale).toBeVisible();
    await chance.again.click();
    await expect(chance.answer).toHaveText(answer, { timeout: 20_000 });
    await expect(chance.lines.filter({ hasText: lines }).first()).toBeVisible();
    await expect(chance.stale).toBeHidden();
  }
});
