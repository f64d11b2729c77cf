/** Runs one piece of work at a time, in the order of the calls. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** @param signal once aborted, work that did not begin is refused with the signal's reason */
export function oneAtATime(signal: AbortSignal): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(() => {
      signal.throwIfAborted();
      return work();
    });
    last = mine.catch(() => undefined);
    return mine;
  };
}
