/** English sentences about the steps of an exploration: what happens next, whatever time it is. */
import { preview } from "../preview.ts";
import { properName } from "../format.ts";
import { kept, lost, say, strong, timer, type Words } from "../rich.ts";
import type { StepLike } from "../catalogue.ts";

export function step({ kind, node, from, message, timer: name }: StepLike): Words {
  const what = strong(preview(JSON.stringify(message ?? null)));
  const receiver = properName(node);
  const sender = properName(from ?? "somebody");
  if (kind === "timeout") return say(receiver, "’s timer ", timer(`“${name ?? ""}”`), " runs out.");
  if (kind === "loss")
    return say(what, ", from ", sender, " to ", receiver, ", ", lost("is lost"), ".");
  if (kind === "duplication") {
    return say(what, ", from ", sender, " to ", receiver, ", ", timer("comes to be two"), ".");
  }
  return say(what, ", from ", sender, ", ", kept(`reaches ${receiver}`), ".");
}
