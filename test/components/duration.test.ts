import fc from "fast-check";
import type { Duration } from "../../components/contracts";
import { toSeconds } from "../../components/duration";

test.each<[Duration, number]>([
  ["0 seconds", 0],
  ["1 second", 1],
  ["0.5 seconds", 0.5],
  ["1 minute", 60],
  ["1.5 minutes", 90],
  ["2 hours", 7200],
])("%s is %d seconds", (duration, seconds) => {
  expect(toSeconds(duration)).toBe(seconds);
});

test.each([
  "",
  "30",
  "30seconds",
  "30  seconds",
  "-1 seconds",
  "1e3 seconds",
  "0x10 minutes",
  "1 day",
  " 1 second",
  "1. seconds",
])('the error of "%s" quotes it and says what is allowed', (text) => {
  expect(() => toSeconds(text as Duration)).toThrow(
    `"${text}" is no duration. Allowed: a number, a space and seconds`,
  );
});

test("a minute is 60 seconds and an hour 60 minutes, of any amount", () => {
  fc.assert(
    fc.property(fc.nat(100_000), (amount) => {
      expect(toSeconds(`${amount} minutes`)).toBe(toSeconds(`${amount * 60} seconds`));
      expect(toSeconds(`${amount} hours`)).toBe(toSeconds(`${amount * 60} minutes`));
    }),
  );
});
