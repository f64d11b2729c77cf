/** The value below which a share of the values lie, by the nearest rank. @param share 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("there are no values");
  return value;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
