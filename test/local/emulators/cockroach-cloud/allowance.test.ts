import { Allowance } from "../../../../local/emulators/cockroach-cloud/api/allowance";

const taken = (allowance: Allowance, times: number, now: number): number =>
  Array.from({ length: times }, () => allowance.take(now)).filter(Boolean).length;

test("ten calls a second are ten at once, and ten more a second later", () => {
  const allowance = new Allowance(10);
  expect([0, 0, 500, 1500, 60_000].map((now) => taken(allowance, 30, now))).toEqual([10, 0, 5, 10, 10]);
});

test("less than one call a second is one at first", () => {
  const allowance = new Allowance(0.5);
  expect([0, 0, 1000, 2000].map((now) => taken(allowance, 1, now))).toEqual([1, 0, 0, 1]);
});
