import { configInFiles } from "../../../stacks/config/files";
import { parseConfig } from "../../../stacks/config/parse";

const project = { name: "cakestack", runtime: "nodejs" };
const values = (config: unknown, more: object = {}) =>
  configInFiles({ ...project, ...more }, { config }).values;

test("text stays text, and what is structured becomes JSON", () => {
  const config = {
    "cake:environment": "dev",
    "cake:number": 3,
    "cake:boolean": true,
    "cake:nothing": null,
    "cake:list": [1, "a"],
    "cake:cluster": { kind: "local", deep: { er: [2] } },
  };
  expect(values(config)).toEqual({
    "cake:environment": "dev",
    "cake:number": "3",
    "cake:boolean": "true",
    "cake:nothing": "",
    "cake:list": '[1,"a"]',
    "cake:cluster": '{"kind":"local","deep":{"er":[2]}}',
  });
});

test("a key without a namespace is the project's", () => {
  expect(values({ domain: "x", "cake:config:domain": "y" })).toEqual({
    "cakestack:domain": "x",
    "cake:domain": "y",
  });
});

test("what the project says for all stacks counts, and the stack's own word more", () => {
  const config = {
    "cake:environment": "dev",
    "cake:domain": { value: "a.example.com" },
    "cake:cluster": { value: { kind: "local" } },
    named: { type: "string" },
  };
  expect(values({ "cake:environment": "prod" }, { config })).toEqual({
    "cake:environment": "prod",
    "cake:domain": "a.example.com",
    "cake:cluster": '{"kind":"local"}',
  });
});

test.each([
  ["plain text", "v1:abc", false],
  ["encrypted text", { secure: "v1:abc" }, true],
  ["encrypted text inside", { token: [{ secure: "v1:abc" }] }, true],
  ["a mapping with a key of that name and others", { secure: "v1:abc", more: 1 }, false],
  ["a setting of that name", { secure: true }, false],
])("%s: secret %#", (_, value, secret) => {
  const config = configInFiles(project, { config: { "cake:a": value, "cake:b": "plain" } });
  expect(config.isSecret("cake:a")).toBe(secret);
  expect(config.isSecret("cake:b")).toBe(false);
});

test("an encrypted value cannot be judged here, and is taken where a secret belongs", () => {
  const database = { "cake:environment": "prod", "cake:database": { kind: "existing" } };
  const local = { "cake:cluster": { kind: "local" } };
  const parsed = (url: unknown) =>
    parseConfig(configInFiles(project, { config: { ...database, ...local, "cake:databaseUrl": url } }));
  expect(parsed({ secure: "v1:abc" }).problems).toBeUndefined();
  expect(parsed("mysql://db").problems).toHaveLength(2);
});

test.each([[undefined], [null], [""], [{}], [{ config: null }], [{ config: ["cake:environment"] }]])(
  "a stack file with the content %j has no configuration",
  (stack) => {
    expect(configInFiles(project, stack).values).toEqual({});
  },
);
