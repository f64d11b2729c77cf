import fc from "fast-check";
import { identifier, literal, nameProblem, rolesOf } from "../../../../components/cockroach/sql/names";

test.each(["shop", "a", "order_history", "user", "v2", "a".repeat(40)])("%s is a name", (name) => {
  expect(nameProblem(name)).toBeUndefined();
});

test.each(["", "Shop", "2nd", "_shop", "my-shop", "shop ", 'shop"', "shop;", "größe", "a".repeat(41)])(
  "%j is no name",
  (name) => {
    expect(nameProblem(name)).toBe(
      `the name is ${JSON.stringify(name)}. Allowed: up to 40 lower-case letters, digits and underscores, ` +
        "a letter first. Rename it.",
    );
  },
);

test.each(["postgres", "template0", "template1", "defaultdb", "system", "pg_shop", "crdb_internal"])(
  "%s is the server's own",
  (name) => {
    expect(nameProblem(name)).toBe(
      `the name is "${name}", which is the server's own. Allowed: any name but postgres, template0, template1, ` +
        "defaultdb, system, and none that starts with pg_ or crdb_. Rename it.",
    );
  },
);

const names = fc.stringMatching(/^[a-z][a-z0-9_]{0,39}$/).filter((name) => nameProblem(name) === undefined);

const all = (name: string): string[] => {
  const { owner, app, users } = rolesOf(name);
  return [owner, app, ...users];
};

test("no two databases share a role, and no role's name is too long for a server", () => {
  fc.assert(
    fc.property(names, names, (one, other) => {
      fc.pre(one !== other);
      expect(all(one).filter((role) => all(other).includes(role))).toEqual([]);
      expect(new Set(all(one)).size).toBe(4);
      expect(Math.max(...all(one).map((role) => role.length))).toBeLessThan(64);
    }),
  );
});

test("what ends in an ending of a role is a name like any other", () => {
  expect(all("shop_app").filter((role) => all("shop").includes(role))).toEqual([]);
  expect(all("shop_app_a").filter((role) => all("shop_app").includes(role))).toEqual([]);
});

test.each([
  ["shop", '"shop"'],
  ['a"b', '"a""b"'],
  ["a'b;--", `"a'b;--"`],
])("the identifier %s is %s", (name, sql) => {
  expect(identifier(name)).toBe(sql);
});

test.each([
  ["shop", "'shop'"],
  ["it's", "'it''s'"],
  ["a\\'b", "E'a\\\\''b'"],
  [":variable", "':variable'"],
])("the literal %s is %s", (text, sql) => {
  expect(literal(text)).toBe(sql);
});
