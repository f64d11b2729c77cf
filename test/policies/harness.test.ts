import { expectCompliance, expectViolation, judge, object, resource } from "../../policies/harness";
import { resourcePolicy, stackPolicy, types } from "../../policies/policy";
import { at, isOneOf } from "../../policies/value";

const quiet = resourcePolicy({
  name: "quiet",
  description: "Nothing is loud.",
  why: "Loud things wake people.",
  link: "https://example.com/quiet",
  options: { allowed: { type: "array", default: ["soft"] as readonly string[] } },
  concerns: types("a:b:Bell"),
  *check({ properties }, { options, stack }) {
    const allowed = stack.environment === "dev" ? ["loud"] : options.allowed;
    if (!isOneOf(at(properties, "sound"), [undefined, ...allowed]))
      yield { at: "sound", problem: "is loud", fix: "make it soft" };
  },
});

const single = stackPolicy({
  name: "single",
  description: "There is one bell.",
  why: "Two are too many.",
  link: "https://example.com/single",
  *check(resources) {
    for (const one of resources.slice(1))
      yield { resource: one, problem: "is one too many", fix: "take it out" };
    if (resources.length > 2) yield { problem: "has more than two", fix: "start again" };
  },
});

const loud = resource("a:b:Bell", { sound: "loud" }, { name: "first" });
const soft = resource("a:b:Bell", { sound: "soft" }, { name: "second" });
const message =
  "sound is loud.\n  Fix: make it soft.\n  Why: Loud things wake people. https://example.com/quiet";

test("a policy judges what it concerns, with the message that a user reads", () => {
  expect(judge(quiet, loud)).toEqual([{ resource: loud, message }]);
  expect(judge(quiet, resource("a:b:Drum", { sound: "loud" }))).toEqual([]);
});

test("a policy of a stack judges all at once, and the stack itself", () => {
  const found = judge(single, [loud, soft, loud]);
  expect(found.map(({ resource: whose }) => whose?.name)).toEqual(["second", "first", undefined]);
});

test("a violation is expected by text, by what it matches, or by resource and text", () => {
  expectViolation(quiet, loud, "sound is loud");
  expectViolation(quiet, loud, /^sound is loud\.\n/);
  expectViolation(single, [loud, soft], [soft, "one too many"]);
  expectViolation(single, [loud, soft, soft], [soft, "one"], [soft, "one"], ["stack", /^has more/]);
  expectCompliance(quiet, soft);
});

test("environment and options are those of the case, a production's and the policy's where it has none", () => {
  expectCompliance(quiet, loud, { environment: "dev" });
  expectCompliance(quiet, loud, { options: { allowed: ["loud"] } });
  expectViolation(quiet, soft, "sound is loud", { options: { allowed: [] } });
  expectViolation(quiet, soft, "sound is loud", { environment: "dev" });
});

describe("a case fails when", () => {
  test.each<[string, () => void, RegExp]>([
    [
      "nothing was refused",
      () => expectViolation(quiet, soft, "loud"),
      /quiet should have refused a:b:Bell second with:\nloud\nIt said:\nnothing$/,
    ],
    [
      "the message is another one",
      () => expectViolation(quiet, loud, "silent"),
      /with:\nsilent\nIt said:\nfirst: sound is loud/,
    ],
    [
      "there are more than expected",
      () => expectViolation(single, [loud, soft, soft], [soft, "one"]),
      /should have refused/,
    ],
    [
      "there are fewer than expected",
      () => expectViolation(quiet, loud, "loud", "loud"),
      /should have refused/,
    ],
    [
      "it is of another resource",
      () => expectViolation(single, [loud, soft], [loud, "one"]),
      /with:\nfirst: one\nIt said:\nsecond: /,
    ],
    [
      "it is of a resource and not the stack",
      () => expectViolation(single, [loud, soft], ["stack", "one"]),
      /with:\nthe stack: one/,
    ],
    [
      "something was refused",
      () => expectCompliance(quiet, loud),
      /should have let a:b:Bell first pass\. It said:\nfirst: sound is loud/,
    ],
    [
      "it is configured by what is no option",
      () => expectCompliance(quiet, loud, { options: { loudness: 5, color: "red" } }),
      /^quiet has no option loudness, color\.$/,
    ],
    ["it expects nothing", () => expectViolation(quiet, loud), /needs the message/],
  ])("%s", (_, run, expected) => {
    expect(run).toThrow(expected);
  });
});

test("an object is the resource that Pulumi makes of its manifest", () => {
  const manifest = { apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "web" } };
  expect(object(manifest, { protect: true, parent: "urn" })).toEqual({
    type: "kubernetes:apps/v1:Deployment",
    name: "web",
    urn: "urn:pulumi:stack::project::kubernetes:apps/v1:Deployment::web",
    properties: manifest,
    protect: true,
    parent: "urn",
  });
  expect(object({ apiVersion: "v1", kind: "Pod" })).toMatchObject({
    type: "kubernetes:core/v1:Pod",
    name: "tried",
  });
});
