import { schemaProblems, versionOf } from "../../../../components/auth/spicedb/schema";

const shop = `/** Who signs in. */
definition user {}

definition shop {
  relation florist: user | group#member
  relation guest: user:*
  permission sell = florist // and nobody else
  permission look = florist + guest
}

definition group {
  relation member: user
}

definition bouquet {
  relation shop: shop
  permission change = shop->sell
}
`;

const first = (schema: string) => schemaProblems(schema)[0];

test("a schema is taken", () => {
  expect(schemaProblems(shop)).toEqual([]);
});

test.each([
  ["use expiration\ndefinition user {}\ndefinition shop { relation guest: user with expiration }"],
  ["use self\ndefinition user { permission me = self }"],
  [
    "caveat open(hour int) { hour < 18 }\ndefinition user {}\ndefinition shop { relation guest: user with open }",
  ],
  ["partial view { permission look = florist }\ndefinition user {}\ndefinition shop { ...view\n }"],
])("so is %j", (schema) => {
  expect(schemaProblems(schema)).toEqual([]);
});

test("what does not parse is told by line and column, with what may stand there", () => {
  expect(first("definition user {}\n\ndefinition shop {\n  permission sell == florist\n}\n")).toBe(
    'schema, line 4, column 20: "= florist". Allowed: (, nil, a name.',
  );
});

test("a file that ends too early says so", () => {
  expect(first("definition user {\n")).toBe(
    "schema, line 2, column 1: the line ends. Allowed: ..., permission, relation, }.",
  );
});

test.each([
  [
    "definition shop {\n  relation florist: usr\n}",
    "schema, line 2, column 21: no definition is called usr. Define it, or correct its name.",
  ],
  [
    "definition user {}\ndefinition shop {\n  relation florist: user#member\n}",
    "schema, line 3, column 21: no definition is called user#member. Define it, or correct its name.",
  ],
  [
    "definition user {}\ndefinition shop {\n  relation florist: user\n  permission sell = florists\n}",
    "schema, line 4, column 21: no relation or permission is called florists. Define it, or correct its name.",
  ],
])("a name that is nowhere defined is told by line and column: %j", (schema, problem) => {
  expect(schemaProblems(schema)).toEqual([problem]);
});

test("another file is no part of a schema", () => {
  expect(schemaProblems('definition user {}\nimport "shop.zed"\n')).toEqual([
    'schema, line 2, column 1: "shop.zed" is imported. Allowed: one schema that has everything. Make it one with zed ' +
      "schema compile, and give that.",
  ]);
});

test.each(["", "\n  // nothing\n"])("%j is no schema", (schema) => {
  expect(schemaProblems(schema)).toEqual(["schema is empty. Define at least what a user is."]);
});

test("its version changes with every letter", () => {
  expect(versionOf(shop)).toMatch(/^[0-9a-f]{10}$/);
  expect(versionOf(`${shop} `)).not.toBe(versionOf(shop));
});
