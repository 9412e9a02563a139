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

/** The element that shows the mark of this key, directly under the picture's root. */
export function elementOf(svg: SVGSVGElement, key: string): SVGElement | undefined {
  return childrenOf.get(svg)?.get(key);
}

/** How many elements have come and gone so far, in all pictures. */
let changes = 0;

/**
 * Makes `svg` show the scene. Focus stays where it is as long as the focused mark exists.
 * @returns whether any element has come or gone.
 */
export function patch(svg: SVGSVGElement, scene: Scene): boolean {
  const changesBefore = changes;
  const focused = svg.ownerDocument.activeElement;
  const attributes = rootAttributes(scene, false);
  setAttributes(svg, roots.get(svg) ?? {}, attributes);
  roots.set(svg, attributes);
  patchChildren(svg, scene.marks);
  const isMoved = focused !== svg.ownerDocument.activeElement && svg.contains(focused);
  if (isMoved) (focused as SVGElement).focus({ preventScroll: true });
  return changes > changesBefore;
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
  for (const [key, old] of before) {
    if (after.get(key) === old) continue;
    old.remove();
    changes++;
  }
  let next = parent.firstChild;
  for (const element of after.values()) {
    if (element === next) next = element.nextSibling;
    else parent.insertBefore(element, next);
  }
  childrenOf.set(parent, after);
}

function patchMark(parent: Element, kept: SVGElement | undefined, mark: Mark): SVGElement {
  const element = kept ?? create(parent, mark);
  const last = drawn.get(element);
  if (last?.mark === mark) return element;
  const isAlike = last !== undefined && looksAlike(last.mark, mark);
  const attributes = isAlike ? last.attributes : attributesOf(mark);
  if (!isAlike) setAttributes(element, last?.attributes ?? {}, attributes);
  if (mark.children !== undefined) patchChildren(element, mark.children);
  else if ((last?.mark.text ?? "") !== (mark.text ?? "")) {
    element.textContent = printable(mark.text ?? "");
  }
  drawn.set(element, { mark, attributes });
  return element;
}

function create(parent: Element, mark: Mark): SVGElement {
  changes++;
  return parent.ownerDocument.createElementNS(SVG, mark.tag);
}

/** Whether two marks give the same attributes, so that these need not be written out again. */
function looksAlike(a: Mark, b: Mark): boolean {
  if (a.class !== b.class || a.target !== b.target || a.label !== b.label) return false;
  if (a.attributes === b.attributes) return true;
  const before = a.attributes ?? {};
  const after = b.attributes ?? {};
  for (const name in before) if (before[name] !== after[name]) return false;
  for (const name in after) if (!(name in before)) return false;
  return true;
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
