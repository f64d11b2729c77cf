/** What a piece of work gave, and how long it took in milliseconds. */
export async function timed<T>(
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly took: number }> {
  const started = performance.now();
  const result = await work();
  return { result, took: performance.now() - started };
}

/** The times of the same work, one run after the other, in milliseconds. */
export async function repeated(runs: number, work: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  while (times.length < runs) times.push((await timed(work)).took);
  return times;
}
