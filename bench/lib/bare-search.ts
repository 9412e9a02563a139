/**
 * Stop-and-wait and nothing else, searched breadth first with the language's own means: what a
 * checker for any process is measured by.
 */

/** `sent`, `got`: letters acknowledged and received; `data`, `acks`: what is in the air. */
type State = {
  sent: number;
  got: number;
  data: number[];
  acks: number[];
  losses: number;
  duplications: number;
  timeouts: number;
};

const without = (list: readonly number[]): number[] => list.slice(1);

/** How many states stop-and-wait can be in with so many letters and so many faults. */
export function bareStates(
  letters: number,
  budget: Pick<State, "losses" | "duplications" | "timeouts">,
): number {
  const first: State = { sent: 0, got: 0, data: [0], acks: [], ...budget };
  const seen = new Set([JSON.stringify(first)]);
  const queue = [first];
  for (let at = 0; at < queue.length; at++) {
    for (const next of nextOf(queue[at], letters)) {
      const key = JSON.stringify(next);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
    }
  }
  return seen.size;
}

function nextOf(state: State, letters: number): State[] {
  const next: State[] = [];
  const { data, acks, losses, duplications, timeouts, sent } = state;
  const one = { losses: losses - 1, duplications: duplications - 1 };
  if (data.length > 0) {
    next.push({ ...received(state), data: without(data) });
    if (losses > 0) next.push({ ...state, data: without(data), losses: one.losses });
    if (duplications > 0) next.push({ ...received(state), duplications: one.duplications });
  }
  if (acks.length > 0) {
    next.push(acknowledged({ ...state, acks: without(acks) }, acks[0], letters));
    if (losses > 0) next.push({ ...state, acks: without(acks), losses: one.losses });
    if (duplications > 0) {
      const doubled = { ...state, duplications: one.duplications };
      next.push(acknowledged(doubled, acks[0], letters));
    }
  }
  if (sent < letters && timeouts > 0) {
    next.push({ ...state, data: [...data, sent], timeouts: timeouts - 1 });
  }
  return next;
}

/** The receiver takes the next letter, if it is the expected one, and answers with its bit. */
function received(state: State): State {
  const bit = state.data[0] % 2;
  const got = state.got % 2 === bit ? state.got + 1 : state.got;
  return { ...state, got, acks: [...state.acks, bit] };
}

function acknowledged(state: State, bit: number, letters: number): State {
  if (state.sent === letters || bit !== state.sent % 2) return state;
  const sent = state.sent + 1;
  return { ...state, sent, data: sent < letters ? [...state.data, sent] : state.data };
}
