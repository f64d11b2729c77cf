import { at, isOneOf, items, literal } from "../../../../components/kubernetes/guardrails/cel";
import { pattern } from "../../../../components/pattern";

test("texts are written with the escapes that CEL knows", () => {
  expect(literal('a "b" \\.\n')).toBe('"a \\"b\\" \\\\.\\n"');
  expect(literal(["a", "b"])).toBe('["a","b"]');
  expect([null, 0, false].map(literal)).toEqual(["null", "0", "false"]);
});

test("what is missing is null, and a list that is missing is empty", () => {
  expect(at("object", "spec", "hostPID")).toBe("object.?spec.?hostPID.orValue(null)");
  expect(at("object", "metadata", "a.b/c-d")).toBe('object.?metadata[?"a.b/c-d"].orValue(null)');
  expect(items("object", "spec")).toBe("optional.ofNonZeroValue(object.?spec.orValue(null)).orValue([])");
});

test("a value is compared with each that is allowed", () => {
  expect(isOneOf("x", [null, "a", false])).toBe('(x == null || x == "a" || x == false)');
});

test.each([
  ["ghcr.io", "ghcr.io", true],
  ["ghcr.io", "ghcrxio", false],
  ["*.pkg.dev", "europe.pkg.dev", true],
  ["*.pkg.dev", "europe/x.pkg.dev", false],
  ["a+(b)[c]{1}^$|?\\", "a+(b)[c]{1}^$|?\\", true],
])("the pattern %s for %s", (allowed, tried, matches) => {
  expect(new RegExp(`^${pattern(allowed)}$`).test(tried)).toBe(matches);
});
