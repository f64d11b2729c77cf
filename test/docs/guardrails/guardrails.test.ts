import * as fs from "node:fs";
import * as path from "node:path";
import { levels } from "../../../policies/levels";
import { policies, type PolicyName } from "../../../policies/policies";
import type { Policy } from "../../../policies/policy";

const all: readonly Policy<PolicyName>[] = policies;

const guide = fs.readFileSync(path.join(__dirname, "..", "..", "..", "docs", "guardrails.md"), "utf8");

/** The rows of the tables of the guide, without the spaces that only its form needs. */
const rows = guide
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) => line.replace(/\s*\|\s*/g, "|"));

test.each(all)("the guide says what $name is, and its levels", ({ name, description }) => {
  const { dev, preview, prod } = levels[name];
  expect(rows).toContain(`|\`${name}\`|${description}|${dev}|${preview}|${prod}|`);
});

const options = all.flatMap(({ name, options: own }) =>
  Object.entries(own).map(([option, schema]) => ({ name, option, schema })),
);

test.each(options)("the guide says what $option of $name is", ({ name, option, schema }) => {
  const none = Array.isArray(schema.default) && schema.default.length === 0;
  const usual = none ? "none" : `\`${JSON.stringify(schema.default)}\``;
  expect(rows).toContain(`|\`${name}\`|\`${option}\`|${schema.description as string}|${usual}|`);
});

test("the guide has no row of a policy or option that does not exist", () => {
  const known = new Set(all.map(({ name }) => `\`${name}\``));
  const named = rows.map((row) => row.split("|")[1]!).filter((cell) => cell.startsWith("`"));
  expect(named.filter((cell) => !known.has(cell))).toEqual([]);
  expect(named).toHaveLength(all.length + options.length);
});

test.each(["owned-namespaces.ts", "owned-namespaces.test.ts"])(
  "the guide shows %s, which is tested",
  (file) => {
    const code = fs.readFileSync(path.join(__dirname, file), "utf8");
    expect(guide).toContain(code.replaceAll('"../../../', '"cakestack/'));
  },
);
