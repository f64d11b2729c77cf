import { at, entries, isObject, isOneOf, items, shown, UNKNOWN, type Value } from "../../policies/value";

const pod: Value = { spec: { containers: [{ image: "web" }], later: UNKNOWN }, name: "pod" };

describe("what is at a path", () => {
  test.each([
    [["spec", "containers", 0, "image"], "web"],
    [["spec", "containers", 1], undefined],
    [["spec", "nothing", "below"], undefined],
    [["name", "below"], undefined],
    [["spec", "later"], UNKNOWN],
    [["spec", "later", "below", 3], UNKNOWN],
    [["toString"], undefined],
    [["spec", "containers", "length"], 1],
    [[], pod],
  ])("%p", (path, expected) => {
    expect(at(pod, ...path)).toBe(expected);
  });
});

test("a list has its items, what is no list is one item, and nothing or something unknown has none", () => {
  expect(items([1, 2])).toEqual([1, 2]);
  expect(items("one")).toEqual(["one"]);
  expect(items({ a: 1 })).toEqual([{ a: 1 }]);
  expect(items(undefined)).toEqual([]);
  expect(items(UNKNOWN)).toEqual([]);
});

test("an object has entries, and nothing else does", () => {
  expect(entries({ a: 1 })).toEqual([["a", 1]]);
  for (const none of [undefined, UNKNOWN, "text", [1]] as Value[]) expect(entries(none)).toEqual([]);
});

test("only an object is one", () => {
  expect(isObject({})).toBe(true);
  for (const none of [undefined, UNKNOWN, "text", 1, []] as Value[]) expect(isObject(none)).toBe(false);
});

test("a value is one of those allowed, or not known", () => {
  expect(isOneOf(true, [undefined, true])).toBe(true);
  expect(isOneOf(undefined, [undefined, true])).toBe(true);
  expect(isOneOf(UNKNOWN, [true])).toBe(true);
  expect(isOneOf("true", [undefined, true])).toBe(false);
});

describe("a value as a message shows it", () => {
  test.each<[Value, string]>([
    [undefined, "missing"],
    [UNKNOWN, "not known yet"],
    ["text", '"text"'],
    [false, "false"],
    [{ a: [UNKNOWN] }, '{"a":["(not known yet)"]}'],
    ["x".repeat(78), `"${"x".repeat(78)}"`],
    ["x".repeat(79), `"${"x".repeat(76)}...`],
  ])("%p", (value, expected) => {
    expect(shown(value)).toBe(expected);
  });
});
