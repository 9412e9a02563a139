/**
 * What the engine is compared with: stop-and-wait as a bare loop that knows the protocol by heart.
 * It has no queue, no messages, no trace; it only draws the luck and adds up the time.
 */
import { Streams } from "../../src/engine/kernel/random.ts";

/** Time (ns) and tries until `letters` letters are acknowledged. */
export function bareStopAndWait(
  seed: string,
  letters: number,
  link: { delay: number; loss: number; timeout: number },
): { time: number; tries: number } {
  const streams = new Streams(seed);
  const there = streams.open("there");
  const back = streams.open("back");
  let time = 0;
  let tries = 0;
  for (let acknowledged = 0; acknowledged < letters; tries++) {
    const isThere = streams.next(there) >= link.loss;
    if (isThere && streams.next(back) >= link.loss) {
      acknowledged++;
      time += 2 * link.delay;
    } else time += link.timeout;
  }
  return { time, tries };
}
