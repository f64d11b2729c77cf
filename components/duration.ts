import type { Duration } from "./contracts";

const seconds = { second: 1, minute: 60, hour: 3600 };

/** Seconds of a duration in words: `"2 minutes"` is 120. @throws Error for what is no duration */
export function inSeconds(duration: Duration): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?) (second|minute|hour)s?$/.exec(duration) ?? [];
  if (number === undefined) throw new Error(`"${duration}" is no duration. Write "30 seconds", "2 minutes" or "1 hour".`);
  return Number(number) * seconds[unit as keyof typeof seconds];
}
