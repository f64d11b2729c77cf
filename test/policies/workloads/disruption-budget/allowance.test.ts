import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";
import { allowanceOf } from "../../../../policies/workloads/disruption-budget/allowance";

const of = (spec: Properties, total: number) => allowanceOf({ spec }, total);

it.each<[Value, number, number | undefined]>([
  [0, 3, 0],
  [1, 3, 1],
  [2, 3, 2],
  [0, Infinity, 0],
  ["0%", 3, 0],
  ["1%", 3, 1],
  ["33%", 3, 1],
  ["34%", 3, 2],
  ["100%", 3, 3],
  [-1, 3, undefined],
  [0.5, 3, undefined],
  ["1", 3, undefined],
  ["%", 3, undefined],
  ["-1%", 3, undefined],
  ["1.5%", 3, undefined],
  ["1%%", 3, undefined],
  [true, 3, undefined],
  [[1], 3, undefined],
  [["1%"], 3, undefined],
])("counts maxUnavailable %p of %p pods as %p", (maxUnavailable, total, pods) =>
  expect(of({ maxUnavailable }, total)).toEqual({ at: "spec.maxUnavailable", value: maxUnavailable, pods }),
);

it.each<[Value, number, number | undefined]>([
  [0, 3, 3],
  [2, 3, 1],
  [3, 3, 0],
  [4, 3, -1],
  [2, Infinity, Infinity],
  ["0%", 3, 3],
  ["50%", 2, 1],
  ["51%", 2, 0],
  ["80%", 2, 0],
  ["80%", 4, 0],
  ["80%", 5, 1],
  ["100%", 3, 0],
  ["100%", Infinity, NaN],
  ["all", 3, undefined],
  [-1, 3, undefined],
])("leaves of minAvailable %p of %p pods %p", (minAvailable, total, pods) =>
  expect(of({ minAvailable }, total)).toEqual({ at: "spec.minAvailable", value: minAvailable, pods }),
);

it("lets none go where nothing is said", () =>
  expect(of({}, 3)).toEqual({ at: "spec", value: undefined, pods: 0 }));

it("goes by maxUnavailable where both are said", () =>
  expect(of({ maxUnavailable: 1, minAvailable: UNKNOWN }, 3)).toMatchObject({
    at: "spec.maxUnavailable",
    pods: 1,
  }));

it.each<Properties>([
  { maxUnavailable: UNKNOWN },
  { maxUnavailable: UNKNOWN, minAvailable: 3 },
  { minAvailable: UNKNOWN },
])("waits for what is not known yet: %p", (spec) => expect(of(spec, 3)).toBeUndefined());

it("waits for a specification that is not known yet", () =>
  expect(allowanceOf({ spec: UNKNOWN }, 3)).toBeUndefined());
