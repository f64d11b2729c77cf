import { object } from "../../policies/harness";
import { allSame, isNamed, namespaceOf } from "../../policies/references";
import { UNKNOWN, type Properties, type Value } from "../../policies/value";

test.each<[boolean | typeof UNKNOWN, readonly (readonly [Value, Value])[]]>([
  [true, []],
  [true, [["a", "a"]]],
  [true, [[undefined, undefined]]],
  [false, [["a", "b"]]],
  [false, [["a", undefined]]],
  [UNKNOWN, [["a", UNKNOWN]]],
  [UNKNOWN, [[UNKNOWN, UNKNOWN]]],
  [
    UNKNOWN,
    [
      ["a", "a"],
      [UNKNOWN, "b"],
    ],
  ],
  [
    false,
    [
      ["a", "b"],
      [UNKNOWN, "b"],
    ],
  ],
  [
    false,
    [
      [UNKNOWN, "b"],
      ["a", "b"],
    ],
  ],
])("%p: %p", (expected, pairs) => {
  expect(allSame(...pairs)).toBe(expected);
});

const named = (metadata: Properties) => object({ apiVersion: "v1", kind: "ConfigMap", metadata });

test("an object without a namespace is in the usual one", () => {
  expect(namespaceOf(named({}))).toBe("default");
  expect(namespaceOf(named({ namespace: "shop" }))).toBe("shop");
  expect(namespaceOf(named({ namespace: UNKNOWN }))).toBe(UNKNOWN);
});

test("an object is named by its name and its namespace", () => {
  const one = named({ name: "settings", namespace: "shop" });
  expect(isNamed(one, "settings", "shop")).toBe(true);
  expect(isNamed(one, "settings", "default")).toBe(false);
  expect(isNamed(one, "others", "shop")).toBe(false);
  expect(isNamed(one, UNKNOWN, "shop")).toBe(UNKNOWN);
  expect(isNamed(one, "settings", UNKNOWN)).toBe(UNKNOWN);
});
