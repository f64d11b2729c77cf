import * as fc from "fast-check";

/**
 * The number that what is random in a run comes from, another one each time.
 *
 * @param what is random, as a heading
 */
export function seedOf(what: string): number {
  const seed = Number(process.env.CAKE_SEED ?? Date.now() % 1_000_000);
  console.log(`${what} of seed ${seed}; to repeat them: CAKE_SEED=${seed}`);
  return seed;
}

/**
 * Points of a run that are chosen anew each time: different ones, in order.
 *
 * @param last the last one that may be chosen; the first is 1
 */
export function sampledPoints(count: number, last: number): number[] {
  const seed = seedOf("points");
  const different = fc.uniqueArray(fc.integer({ min: 1, max: last }), { minLength: count, maxLength: count });
  const [points = []] = fc.sample(different, { seed, numRuns: 1 });
  return points.sort((a, b) => a - b);
}
