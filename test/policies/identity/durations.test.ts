import { inWords, secondsOf } from "../../../policies/identity/durations";
import { UNKNOWN, type Value } from "../../../policies/value";

it.each([
  ["5m", 300],
  ["10h", 36_000],
  ["1h30m", 5_400],
  ["1.5h", 5_400],
  ["1.25h", 4_500],
  ["300s", 300],
  ["300.5s", 300.5],
  ["300", 300],
  ["0", 0],
  ["0s", 0],
  ["1500ms", 1.5],
  ["2000000us", 2],
  ["2000000µs", 2],
  ["3000000000ns", 3],
  ["1m1m", 120],
])("reads %s", (text, seconds) => {
  expect(secondsOf(text)).toBeCloseTo(seconds, 9);
});

it.each<Value>([
  "",
  "5 m",
  "5d",
  "m",
  "-5m",
  "-1",
  "5m ",
  " 5m",
  "5.m",
  ".5m",
  "5m3",
  "x5m",
  "5.",
  300,
  undefined,
  UNKNOWN,
  ["5m"],
])("takes %s for no duration", (value) => {
  expect(secondsOf(value)).toBeUndefined();
});

it.each([
  [86_400, "1 day"],
  [172_800, "2 days"],
  [90_000, "25 hours"],
  [3_600, "1 hour"],
  [900, "15 minutes"],
  [60, "1 minute"],
  [90, "90 seconds"],
  [1, "1 second"],
  [0.5, "0.5 seconds"],
])("says %s as %s", (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});
