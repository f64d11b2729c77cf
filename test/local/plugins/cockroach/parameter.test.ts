import type { Wanted } from "../../../../local/plugins/base";
import { parameterization } from "../../../../local/plugins/cockroach/parameter";
import sdk from "../../../../sdks/cockroach/package.json";

const { parameter, name, version } = parameterization;
const refuse = (wanted: Wanted) => parameterization.refuse(wanted);

const served: Wanted[] = [
  { args: ["cockroachdb/cockroach"] },
  { args: ["cockroachdb/cockroach", "1.22.0"] },
  { args: ["registry.opentofu.org/cockroachdb/cockroach", "v1.22.0"] },
  { args: ["registry.terraform.io/cockroachdb/cockroach"] },
  { parameter },
];

test.each(served)("%j is served", (wanted) => {
  expect(refuse(wanted)).toBeUndefined();
});

const refused: [Wanted, string][] = [
  [{ args: [] }, "not nothing 1.22.0"],
  [{ args: ["hashicorp/random", "3.7.0"] }, "not hashicorp/random 3.7.0."],
  [{ args: ["cockroachdb/cockroach", "1.21.0"] }, "not cockroachdb/cockroach 1.21.0."],
  [{ args: ["cockroachdb/cockroach", "1.22.0", "--fullDocs"] }, "1.22.0 --fullDocs."],
  [
    { parameter: '{"remote":{"url":"registry.opentofu.org/cockroachdb/cockroach","version":"1.23.0"}}' },
    "1.23.0.",
  ],
  [{ parameter: '{"local":{"path":"./p"}}' }, '{"local":{"path":"./p"}}'],
  [{ parameter: "text" }, "not text"],
];

test.each(refused)("%j is not, and the official plugin is named", (wanted, reason) => {
  expect(refuse(wanted)).toContain(reason);
  expect(refuse(wanted)).toContain("pulumi plugin install resource terraform-provider v1.1.3");
});

test("the SDK asks for this plugin, and hands over what it takes", () => {
  expect(sdk.pulumi).toMatchObject({ name, version });
  expect(Buffer.from(sdk.pulumi.parameterization.value, "base64").toString()).toBe(parameter);
});
