/** What the stories of a process wait for in time: a binary heap that is plain data. */

/** Who goes on when. `order` decides between equal times; `turn` tells a stale entry. */
export type Appointment = { at: number; order: number; visitor: number; turn: number };

function isBefore(a: Appointment, b: Appointment): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Adds an appointment. */
export function enter(agenda: Appointment[], entry: Appointment): void {
  let slot = agenda.length;
  while (slot > 0) {
    const parent = (slot - 1) >> 1;
    if (isBefore(agenda[parent], entry)) break;
    agenda[slot] = agenda[parent];
    slot = parent;
  }
  agenda[slot] = entry;
}

/** Takes the earliest appointment. There must be one. */
export function takeFirst(agenda: Appointment[]): Appointment {
  const first = agenda[0];
  const last = agenda.pop() as Appointment;
  if (agenda.length > 0) sink(agenda, last);
  return first;
}

function sink(agenda: Appointment[], entry: Appointment): void {
  let slot = 0;
  for (let child = 1; child < agenda.length; child = 2 * slot + 1) {
    const right = child + 1;
    if (right < agenda.length && isBefore(agenda[right], agenda[child])) child = right;
    if (isBefore(entry, agenda[child])) break;
    agenda[slot] = agenda[child];
    slot = child;
  }
  agenda[slot] = entry;
}
