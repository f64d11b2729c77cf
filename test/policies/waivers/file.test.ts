import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { stringify } from "yaml";
import { PackError } from "../../../policies/error";
import { readWaivers } from "../../../policies/waivers/file";

const good = {
  policy: "pkce",
  resources: "*Client::old",
  stacks: ["dev", "prod*"],
  reason: "The old shop knows no PKCE.",
  owner: "shop team",
  expires: "2026-11-28",
};

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "cake-test-"))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

function read(text: string) {
  const file = path.join(folder, "waivers.yaml");
  fs.writeFileSync(file, text);
  return readWaivers(file, ["pkce", "route-tls"], "2026-11-28");
}

test("waivers are read, on their last day too", () => {
  expect(read(stringify([good]))).toEqual([good]);
  expect(read("# none\n")).toEqual([]);
});

describe("refused", () => {
  test.each<[string, object, string]>([
    [
      "a policy that does not exist",
      { policy: "pkc" },
      'there is no policy "pkc". Did you mean pkce? Allowed: pkce, route-tls.',
    ],
    ["a policy that is no text", { policy: 3 }, "policy is 3. Allowed: a text."],
    ["no reason", { reason: undefined }, "reason is missing. Allowed: a text."],
    ["a reason that says nothing", { reason: "  " }, 'reason is "  ". Allowed: a text.'],
    ["no owner", { owner: undefined }, "owner is missing. Allowed: a text."],
    ["no resources", { resources: undefined }, "resources is missing. Allowed: a text."],
    ["no stacks", { stacks: undefined }, "stacks is missing. Allowed: a list of names of stacks."],
    ["an empty list of stacks", { stacks: [] }, "stacks is []. Allowed: a list of names of stacks."],
    ["one stack that is no list", { stacks: "dev" }, 'stacks is "dev". Allowed: a list of names of stacks.'],
    [
      "a stack that is no text",
      { stacks: ["dev", 1] },
      'stacks is ["dev",1]. Allowed: a list of names of stacks.',
    ],
    ["no day", { expires: undefined }, "expires is missing. Allowed: a text."],
    [
      "a day that does not parse",
      { expires: "next year" },
      'expires is "next year". Allowed: a day, as in 2027-03-31.',
    ],
    ["a day that is in no calendar", { expires: "2027-02-30" }, 'expires is "2027-02-30". Allowed: a day'],
    ["a time", { expires: "2027-02-03T00:00:00Z" }, 'expires is "2027-02-03T00:00:00Z". Allowed: a day'],
    ["a day without its zeros", { expires: "2027-2-3" }, 'expires is "2027-2-3". Allowed: a day'],
    ["a day that is over", { expires: "2026-11-27" }, "expired on 2026-11-27. Put right what it was for"],
    ["a field of another name", { until: "2027" }, '"until" is no field of a waiver. Did you mean '],
  ])("%s", (_, change, problem) => {
    const write = () => read(stringify([good, { ...good, ...change }]));
    expect(write).toThrow(PackError);
    expect(write).toThrow(`waiver 2: ${problem}`);
  });

  test.each([
    ["- nope", 'waiver 1: is "nope". Allowed: policy, resources, stacks, reason, owner, expires.'],
    ["- ", "waiver 1: is null."],
    ["- []", "waiver 1: is []."],
    [
      "policy: pkce",
      "is no list. Allowed: a YAML list of waivers, each with policy, resources, stacks, reason, owner, expires.",
    ],
    ["- {", "waivers.yaml cannot be read: "],
  ])("%s", (text, problem) => {
    expect(() => read(text)).toThrow(problem);
  });

  test("all problems at once", () => {
    expect(() => read(stringify([{ ...good, owner: 1, expires: "x" }]))).toThrow(
      /waivers\.yaml has waivers that do not hold:\n {2}- waiver 1: owner is 1\. Allowed: a text\.\n {2}- waiver 1: expires is "x"/,
    );
  });
});
