/** The small tools of a topic's page: copy a block of code, copy the address of a heading. */
import { copyAndSay } from "./copy.ts";

for (const block of document.querySelectorAll<HTMLPreElement>("pre[data-copyable]")) {
  const frame = document.createElement("div");
  frame.className = "copyable";
  const button = document.createElement("button");
  button.className = "line";
  button.textContent = "Copy";
  button.addEventListener("click", () => copyAndSay(block.innerText.trimEnd(), "Code copied."));
  block.replaceWith(frame);
  frame.append(block, button);
}

for (const link of document.querySelectorAll<HTMLAnchorElement>(".anchored > a")) {
  link.addEventListener("click", () => copyAndSay(link.href, "Link to this section copied."));
}
