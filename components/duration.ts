import type { Duration } from "./contracts";

const secondsIn = { second: 1, minute: 60, hour: 3600 } as const;

const pattern = /^(\d+(?:\.\d+)?) (second|minute|hour)s?$/;

/**
 * @returns seconds, which may be a fraction
 * @throws RangeError for what the type lets through: a sign, an exponent, more than one space
 */
export function toSeconds(duration: Duration): number {
  const [, number, unit] = pattern.exec(duration) ?? [];
  if (number === undefined || unit === undefined) {
    throw new RangeError(
      `"${String(duration)}" is no duration. Allowed: a number, a space and seconds, minutes or hours, such as "30 seconds".`,
    );
  }
  return Number(number) * secondsIn[unit as keyof typeof secondsIn];
}
