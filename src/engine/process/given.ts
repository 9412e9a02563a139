/**
 * Private fields on objects of others. What stands in one is no field of the object: it is neither
 * listed, shown nor copied. A WeakMap does the same several times as slowly, and a process asks
 * for its host in every action.
 */

/** Returns what it is given: a class that extends it gives its private fields to that object. */
export class Given {
  constructor(object: object) {
    return object;
  }
}
