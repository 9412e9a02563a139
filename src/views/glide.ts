/**
 * Between two pictures marks that are on their way go on by themselves: the browser moves them on
 * every frame of the screen, apart from the page's thread, which draws few pictures a second. Where
 * a mark is and how it goes on still follows from the run alone; the next picture sets it right.
 */
import { elementOf } from "./patch.ts";
import type { Motion, Scene } from "./scene.ts";

/** How time passes: the moment that is drawn, ns, and the simulated ns for each real ms. */
export type Flow = { time: number; perMs: number };

type Gliding = {
  animation: Animation;
  element: SVGElement;
  /** The moment, ns, at which it began. */
  from: number;
  /** Where it goes: another place if the picture has got another size. */
  to: Motion["to"];
  perMs: number;
};

/** A mark may be so far from its place, in real ms of its way, before it is put there. */
const TOLERANCE = 60;

/** How long a mark waits at its end for the next picture, real ms: none may come to its end. */
const REST = 500;

export class Glide {
  readonly #gliding = new Map<string, Gliding>();

  /** Lets the marks of the scene, which `svg` shows, move on. */
  follow(svg: SVGSVGElement, scene: Scene, flow: Flow): void {
    const moving = new Set<string>();
    for (const { key, motion } of scene.marks) {
      if (motion === undefined) continue;
      const element = elementOf(svg, key);
      if (element === undefined) continue;
      moving.add(key);
      if (isRight(this.#gliding.get(key), element, motion, flow)) continue;
      this.#end(key);
      const animation = glide(element, motion, flow);
      this.#gliding.set(key, {
        animation,
        element,
        from: flow.time,
        to: motion.to,
        perMs: flow.perMs,
      });
    }
    for (const key of this.#gliding.keys()) if (!moving.has(key)) this.#end(key);
  }

  /** Every mark stands where it is drawn. */
  stop(): void {
    for (const key of this.#gliding.keys()) this.#end(key);
  }

  #end(key: string): void {
    this.#gliding.get(key)?.animation.cancel();
    this.#gliding.delete(key);
  }
}

function glide(element: SVGElement, motion: Motion, flow: Flow): Animation {
  const lasts = motion.lasts / flow.perMs;
  const duration = lasts + REST;
  const [from, to] = [translate(motion.from), translate(motion.to)];
  const animation = element.animate(
    { transform: [from, to, to], offset: [0, lasts / duration, 1] },
    { duration },
  );
  // Otherwise the page's thread draws every frame until the browser has begun.
  animation.startTime = document.timeline.currentTime;
  return animation;
}

function translate({ x, y }: Motion["from"]): string {
  return `translate(${x}px, ${y}px)`;
}

function isRight(
  gliding: Gliding | undefined,
  element: SVGElement,
  { to }: Motion,
  flow: Flow,
): boolean {
  if (gliding === undefined || gliding.element !== element) return false;
  if (gliding.perMs !== flow.perMs) return false;
  if (gliding.to.x !== to.x || gliding.to.y !== to.y) return false;
  const passed = Number(gliding.animation.currentTime ?? 0);
  return Math.abs((flow.time - gliding.from) / flow.perMs - passed) < TOLERANCE;
}
