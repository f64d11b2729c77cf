import Ajv from "ajv";
import { policies } from "../../policies/policies";

const sentence = /^[A-Z].+\.$/s;

test("each policy has a name of its own", () => {
  const names = policies.map(({ name }) => name);
  expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test.each(policies)("$name says what it wants, why, and where to read more", ({ description, why, link }) => {
  expect(description).toMatch(sentence);
  expect(why).toMatch(sentence);
  expect(link).toMatch(/^https:\/\/\S+$/);
});

const options = policies.flatMap((policy) =>
  Object.entries(policy.options).map(([option, schema]) => ({ name: `${policy.name}.${option}`, schema })),
);

test.each(options)("$name says what it is, and its default is as it says", ({ schema }) => {
  expect(schema.description ?? "By its name.").toMatch(sentence);
  const { default: usual, ...form } = schema;
  const validate = new Ajv({ strict: true, strictTypes: false }).compile(form);
  expect(validate(usual)).toBe(true);
  // Nothing that somebody may configure is of any kind whatever.
  expect(schema.type).toBeDefined();
});
