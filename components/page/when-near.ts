/** Loading what stands further down on a page only when the reader comes near it. */

/** How near that is: about a window's height away. */
const NEAR = "900px";

/** Calls once, as soon as one of these elements is near what can be seen. */
export function whenNear(selector: string, call: () => Promise<void>): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      void call();
    },
    { rootMargin: NEAR },
  );
  for (const element of document.querySelectorAll(selector)) observer.observe(element);
}
