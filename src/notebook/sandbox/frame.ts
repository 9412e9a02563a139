/**
 * The page's side of the sandbox's frame: an iframe of opaque origin without network, made from
 * text, so that it works offline too. Workers are asked for by code and come as ports.
 */

/** Where the sandbox's two files are. */
export type SandboxAddresses = { runner: string; worker: string };

/** How long a new frame may take before it counts as refused, ms. */
const START_LIMIT = 5_000;

export class Frame {
  readonly #addresses: SandboxAddresses;
  #element: HTMLIFrameElement | undefined;
  #ready: Promise<Window> | undefined;
  #code: Promise<string> | undefined;
  #ends: Promise<void> = Promise.resolve();

  constructor(addresses: SandboxAddresses) {
    this.#addresses = addresses;
  }

  /** Lets no worker start before another's end: it would go with a frame that has to go. */
  await(end: Promise<void>): void {
    const ends = Promise.all([this.#ends, end]).then(() => undefined);
    this.#ends = ends;
  }

  /** A port to a new worker. Rejects with a sentence if the sandbox cannot be had. */
  async spawn(): Promise<MessagePort> {
    await this.#ends;
    this.#code ??= text(this.#addresses.worker);
    this.#ready ??= this.#open();
    const [code, frame] = await Promise.all([this.#code, this.#ready]);
    const { port1, port2 } = new MessageChannel();
    frame.postMessage({ kind: "start", code }, "*", [port2]);
    return port1;
  }

  /** Takes the frame away, and every worker in it; the next `spawn` makes a new one. */
  remove(): void {
    this.#element?.remove();
    this.#element = undefined;
    this.#ready = undefined;
  }

  async #open(): Promise<Window> {
    const runner = await text(this.#addresses.runner);
    const element = document.createElement("iframe");
    element.setAttribute("sandbox", "allow-scripts");
    element.hidden = true;
    element.title = "Sandbox of this page's code";
    element.srcdoc = runner;
    this.#element = element;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.remove();
        reject(
          new Error("The sandbox did not start, so no code runs. Reload the page to try again."),
        );
      }, START_LIMIT);
      addEventListener("message", function listen(event) {
        if (event.source !== element.contentWindow || element.contentWindow === null) return;
        removeEventListener("message", listen);
        clearTimeout(timer);
        resolve(element.contentWindow);
      });
      document.body.append(element);
    });
  }
}

async function text(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok)
    throw new Error(`The sandbox's ${address} could not be loaded (${response.status}).`);
  return response.text();
}
