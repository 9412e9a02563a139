/**
 * Scene → live SVG element. Elements are kept by key and only what changed is touched, so that
 * a frame in which 200 packets move is 200 attributes. A mark that is the same object as in the
 * frame before is not looked at again. Text arrives as text, whatever it says.
 */
import { attributesOf, printable, rootAttributes, type ElementAttributes } from "./attributes.ts";
import type { Mark, Scene } from "./scene.ts";

const SVG = "http://www.w3.org/2000/svg";

type Drawn = { mark: Mark; attributes: ElementAttributes };

const drawn = new WeakMap<Element, Drawn>();
const childrenOf = new WeakMap<Element, Map<string, SVGElement>>();
const roots = new WeakMap<Element, ElementAttributes>();

/** Makes `svg` show the scene. Focus stays where it is as long as the focused mark exists. */
export function patch(svg: SVGSVGElement, scene: Scene): void {
  const focused = svg.ownerDocument.activeElement;
  const attributes = rootAttributes(scene, false);
  setAttributes(svg, roots.get(svg) ?? {}, attributes);
  roots.set(svg, attributes);
  patchChildren(svg, scene.marks);
  const isMoved = focused !== svg.ownerDocument.activeElement && svg.contains(focused);
  if (isMoved) (focused as SVGElement).focus({ preventScroll: true });
}

function patchChildren(parent: Element, marks: readonly Mark[]): void {
  let before = childrenOf.get(parent);
  if (before === undefined) {
    parent.textContent = ""; // a still picture from the build gives way to the live one
    before = new Map();
  }
  const after = new Map<string, SVGElement>();
  for (const mark of marks) {
    const old = before.get(mark.key);
    const kept = old !== undefined && drawn.get(old)?.mark.tag === mark.tag ? old : undefined;
    after.set(mark.key, patchMark(parent, kept, mark));
  }
  for (const [key, old] of before) if (after.get(key) !== old) old.remove();
  let next = parent.firstChild;
  for (const element of after.values()) {
    if (element === next) next = element.nextSibling;
    else parent.insertBefore(element, next);
  }
  childrenOf.set(parent, after);
}

function patchMark(parent: Element, kept: SVGElement | undefined, mark: Mark): SVGElement {
  const element = kept ?? parent.ownerDocument.createElementNS(SVG, mark.tag);
  const last = drawn.get(element);
  if (last?.mark === mark) return element;
  const attributes = attributesOf(mark);
  setAttributes(element, last?.attributes ?? {}, attributes);
  if (mark.children !== undefined) patchChildren(element, mark.children);
  else if ((last?.mark.text ?? "") !== (mark.text ?? "")) {
    element.textContent = printable(mark.text ?? "");
  }
  drawn.set(element, { mark, attributes });
  return element;
}

function setAttributes(
  element: Element,
  before: ElementAttributes,
  after: ElementAttributes,
): void {
  for (const name in before) if (!(name in after)) element.removeAttribute(name);
  for (const name in after) {
    if (before[name] !== after[name]) element.setAttribute(name, after[name]);
  }
}
