import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readConfiguration } from "../../policies/configuration";
import { resourcePolicy, types } from "../../policies/policy";

const policies = [
  resourcePolicy({
    name: "container-images",
    description: "",
    why: "",
    link: "",
    options: { registries: { default: [] } },
    concerns: types(),
    check: () => [],
  }),
];

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "cake-test-"))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

function read(text: string) {
  const file = path.join(folder, "options.json");
  fs.writeFileSync(file, text);
  return readConfiguration(file, policies);
}

test("levels and options are read", () => {
  const content = { "container-images": { enforcementLevel: "advisory", registries: ["a"] } };
  expect(read(JSON.stringify(content))).toEqual(content);
  expect(read("{}")).toEqual({});
});

describe("refused", () => {
  test.each([
    [
      '{"container-image": {}}',
      'there is no policy "container-image". Did you mean container-images? Allowed: container-images.',
    ],
    ['{"container-images": "advisory"}', 'container-images is "advisory". Allowed: an object.'],
    ['{"container-images": null}', "container-images is null. Allowed: an object."],
    [
      '{"container-images": {"enforcementLevel": "remediate"}}',
      'container-images.enforcementLevel is "remediate". Allowed: disabled, advisory, mandatory.',
    ],
    [
      '{"container-images": {"registry": []}}',
      'container-images has no option "registry". Did you mean registries? Allowed: enforcementLevel, registries.',
    ],
    ["[]", 'is no object. Allowed: {"<policy>": {"enforcementLevel": "advisory", …}}.'],
    ["3", "is no object."],
    ["null", "is no object."],
    ["{", "options.json cannot be read: "],
  ])("%s", (text, problem) => {
    expect(() => read(text)).toThrow(problem);
  });

  test("all at once", () => {
    expect(() => read('{"a": {}, "container-images": 1}')).toThrow(
      /options\.json does not fit the policies:\n {2}- there is no policy "a"[^\n]*\n {2}- container-images is 1\. Allowed: an object\.$/,
    );
  });

  test("a file that is not there", () => {
    expect(() => readConfiguration(path.join(folder, "none.json"), policies)).toThrow(
      "cannot be read: ENOENT",
    );
  });
});
