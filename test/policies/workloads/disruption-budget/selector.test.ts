import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";
import {
  every,
  isSame,
  selects,
  type Answer,
} from "../../../../policies/workloads/disruption-budget/selector";

const labels = { app: "shop", "example.com/tier": "web" };
const where = (operator: Value, values?: Value, key: Value = "app"): Properties => ({
  matchExpressions: [{ key, operator, values }],
});

it.each<[Value, Answer]>([
  [undefined, false],
  ["app=shop", false],
  [[], false],
  [UNKNOWN, UNKNOWN],
  [{}, true],
  [{ matchLabels: {}, matchExpressions: [] }, true],
  [{ matchLabels: { app: "shop" } }, true],
  [{ matchLabels: { "example.com/tier": "web" } }, true],
  [{ matchLabels: { app: "shop", "example.com/tier": "web" } }, true],
  [{ matchLabels: { app: "other" } }, false],
  [{ matchLabels: { app: "shop", other: "x" } }, false],
  [{ matchLabels: UNKNOWN }, UNKNOWN],
  [{ matchLabels: { app: UNKNOWN } }, UNKNOWN],
  [{ matchLabels: { app: UNKNOWN, other: "x" } }, false],
  [{ matchExpressions: UNKNOWN }, UNKNOWN],
  [{ matchLabels: { app: "other" }, matchExpressions: UNKNOWN }, false],
  [{ matchExpressions: [UNKNOWN] }, UNKNOWN],
  [where("In", ["other", "shop"]), true],
  [where("In", ["other"]), false],
  [where("In", ["shop"], "other"), false],
  [where("In", []), false],
  [where("In"), false],
  [where("In", UNKNOWN), UNKNOWN],
  [where("In", [UNKNOWN, "other"]), UNKNOWN],
  [where("In", [UNKNOWN, "shop"]), true],
  [where("In", UNKNOWN, "other"), false],
  [where("NotIn", ["other"]), true],
  [where("NotIn", ["other", "shop"]), false],
  [where("NotIn", ["shop"], "other"), true],
  [where("NotIn", UNKNOWN), UNKNOWN],
  [where("NotIn", [UNKNOWN, "shop"]), false],
  [where("NotIn", UNKNOWN, "other"), true],
  [where("Exists"), true],
  [where("Exists", undefined, "other"), false],
  [where("DoesNotExist"), false],
  [where("DoesNotExist", undefined, "other"), true],
  [where("Like", ["shop"]), false],
  [where(undefined), false],
  [where("DoesNotExist", undefined, 7), false],
  [where("constructor"), false],
  [where(UNKNOWN), UNKNOWN],
  [where("Exists", undefined, UNKNOWN), UNKNOWN],
  [{ matchLabels: { app: "other" }, ...where("Exists") }, false],
  [{ matchLabels: { app: "shop" }, ...where("DoesNotExist") }, false],
])("asks whether %j selects them: %p", (selector, answer) => expect(selects(selector, labels)).toBe(answer));

it.each<[Value, Value, Answer]>([
  [{}, UNKNOWN, true],
  [{ matchLabels: { app: "shop" } }, UNKNOWN, UNKNOWN],
  [where("Exists"), UNKNOWN, UNKNOWN],
  [where("NotIn", ["other"]), { app: UNKNOWN }, UNKNOWN],
  [{ matchLabels: { app: "shop" } }, undefined, false],
  [where("DoesNotExist"), undefined, true],
  [{ matchLabels: { constructor: "x" } }, {}, false],
])("asks whether %j selects %p: %p", (selector, some, answer) =>
  expect(selects(selector, some)).toBe(answer),
);

it.each<[Answer[], Answer]>([
  [[], true],
  [[true, true], true],
  [[true, UNKNOWN], UNKNOWN],
  [[UNKNOWN, false], false],
  [[true, false], false],
])("makes one answer of %p", (answers, answer) => expect(every(answers)).toBe(answer));

it.each<[Value, Value, Answer]>([
  ["a", "a", true],
  ["a", "b", false],
  [UNKNOWN, "a", UNKNOWN],
  ["a", UNKNOWN, UNKNOWN],
  [UNKNOWN, UNKNOWN, UNKNOWN],
])("compares %p with %p", (one, other, answer) => expect(isSame(one, other)).toBe(answer));
