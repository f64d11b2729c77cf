import * as fs from "node:fs";
import * as path from "node:path";
import Ajv from "ajv";
import * as yaml from "yaml";
import { stackFileSchema } from "../../../stacks/config/json-schema";
import { parseConfig } from "../../../stacks/config/parse";

const root = path.join(__dirname, "..", "..", "..");
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8");
const validate = new Ajv({ strict: false, formats: { cidrv4: true, cidrv6: true } }).compile(
  stackFileSchema(),
);

type StackFile = { config: Record<string, unknown> };
const stackFiles = ["cloudfunctions", "core", "dev", "lambda", "prod", "simulated"].map(
  (stack) => `Pulumi.${stack}.yaml`,
);

test("docs/config.schema.json is what `npm run docs` writes", () => {
  expect(JSON.parse(read("docs/config.schema.json"))).toEqual(stackFileSchema());
});

test.each(stackFiles)("%s satisfies the schema and the parser", (file) => {
  const { config } = yaml.parse(read(file)) as StackFile;
  const values = Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  expect(validate({ config })).toBe(true);
  expect(parseConfig({ project: "cakestack", values, isSecret: () => false }).problems).toBeUndefined();
});

test.each(stackFiles)("%s points editors to the schema", (file) => {
  expect(read(file)).toMatch(/^# yaml-language-server: \$schema=docs\/config\.schema\.json\n/);
});

const local = { "cake:environment": "dev", "cake:cluster": { kind: "local" } };

test("leaves the rest of a stack file alone", () => {
  expect(validate({ encryptionsalt: "v1", config: { ...local, "kubernetes:namespace": "x" } })).toBe(true);
});

test.each([
  ["an unknown key", { ...local, "cake:domian": "x" }],
  ["an unknown key inside", { ...local, "cake:cluster": { kind: "local", x: 1 } }],
  ["an unknown kind", { ...local, "cake:cluster": { kind: "eks" } }],
  ["a missing key", { "cake:environment": "dev" }],
  [
    "two origins of manifests",
    { ...local, "cake:functions": { kind: "knative", manifests: { release: "1.22.0", directory: "x" } } },
  ],
])("refuses %s", (_name, config) => {
  expect(validate({ config })).toBe(false);
});

test("docs/configuration.md explains every key", () => {
  const guide = read("docs/configuration.md");
  expect(keysIn(stackFileSchema(), []).filter((key) => !guide.includes(`\`${key}\``))).toEqual([]);
});

type Schema = { properties?: Record<string, Schema>; oneOf?: Schema[] };

/** `cake:cluster.domain` for every property at any depth below `config`. */
function keysIn(schema: Schema, at: string[]): string[] {
  const here = at.slice(1).join(".");
  const below = Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    keysIn(value, [...at, key]),
  );
  const choices = (schema.oneOf ?? []).flatMap((one) => keysIn(one, at));
  return [...(here === "" ? [] : [here]), ...below, ...choices];
}
