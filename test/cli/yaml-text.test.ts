import fc from "fast-check";
import { parse, stringify } from "yaml";
import { withValue } from "../../cli/yaml-text";

const path = ["config", "cake:database", "rotation", "hello"];

test.each([
  [
    "a number is replaced, and nothing around it",
    "config:\n  cake:database: {kind: postgres,   rotation: {hello:   5 }} # why\n",
    "config:\n  cake:database: {kind: postgres,   rotation: {hello:   6 }} # why\n",
  ],
  [
    "a key is added behind the others of its mapping, with their indent",
    "config:\n    cake:database:\n        regions:\n        - a   # first\n    # of x\n\n    x: |\n       text\nsalt: abc\n",
    "config:\n    cake:database:\n        regions:\n        - a   # first\n        rotation:\n          hello: 6\n    # of x\n\n    x: |\n       text\nsalt: abc\n",
  ],
  [
    "a key is added to a mapping on one line",
    "config:\n  cake:database: { kind: postgres } # why\n",
    "config:\n  cake:database: { kind: postgres, rotation: { hello: 6 } } # why\n",
  ],
  [
    "a key is added to a mapping without any",
    "config:\n  cake:database: { rotation: {} }\n",
    "config:\n  cake:database: { rotation: { hello: 6 } }\n",
  ],
  [
    "a mapping is added at the end of a file that lacks its last line break",
    "config:\n  a: 1 # one",
    "config:\n  a: 1 # one\n  cake:database:\n    rotation:\n      hello: 6\n",
  ],
  [
    "a mapping is added to a file with comments only",
    "# nothing yet\n",
    "# nothing yet\nconfig:\n  cake:database:\n    rotation:\n      hello: 6\n",
  ],
])("%s", (_, before, after) => {
  expect(withValue(before, path, 6)).toBe(after);
});

test("whatever the file holds, that value is set, and the rest is what it was", () => {
  const name = fc.stringMatching(/^[a-z]{1,5}$/);
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.array(fc.string(), { minLength: 1 }));
  const mapping = <T>(values: fc.Arbitrary<T>) => fc.dictionary(name, values, { minKeys: 1 });
  const style = fc.constantFrom("block" as const, "flow" as const);
  fc.assert(
    fc.property(
      mapping(mapping(mapping(leaf))),
      name,
      name,
      style,
      (content, first, second, collectionStyle) => {
        const text = withValue(stringify(content, { collectionStyle }), [first, second, "added", "value"], 6);
        const { added, ...rest } = content[first]?.[second] ?? {};
        fc.pre(added === undefined);
        expect(parse(text)).toEqual({
          ...content,
          [first]: { ...content[first], [second]: { ...rest, added: { value: 6 } } },
        });
      },
    ),
  );
});
