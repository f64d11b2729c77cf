import type {
  PolicyResource,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { resourcePolicy, stackPolicy, types, type StackInfo } from "../../policies/policy";
import { served } from "../../policies/served";
import { WaiversInUse } from "../../policies/waivers/use";

const stack: StackInfo = { project: "project", name: "dev", environment: "dev", config: {} };
const waivers = () => new WaiversInUse([], "dev");
const seen: unknown[] = [];
afterEach(() => seen.splice(0));

const about = { description: "Rule.", why: "Why.", link: "https://example.com" };

const each = resourcePolicy({
  ...about,
  name: "each",
  options: { limit: { type: "number", default: 3 } },
  concerns: types("a:b:C"),
  *check(resource, context) {
    seen.push(resource, context);
    yield { at: "x", problem: "is bad", fix: "mend it" };
  },
});

const whole = stackPolicy({
  ...about,
  name: "whole",
  *check(resources, context) {
    seen.push(resources, context);
    yield { resource: resources[1], problem: "is bad", fix: "mend it" };
    yield { problem: "has too many", fix: "take some out" };
  },
});

const args = (type: string) =>
  ({
    type,
    name: "one",
    urn: "urn:1",
    props: { x: 1 },
    opts: { protect: true, parent: "urn:0" },
    getConfig: () => ({ limit: 5 }),
  }) as unknown as ResourceValidationArgs;

function validate(type: string, service = waivers()) {
  const policy = served(each, { stack, waivers: service, configuration: {} }) as ResourceValidationPolicy;
  const reported: unknown[][] = [];
  const check = policy.validateResource as (
    args: ResourceValidationArgs,
    report: (...one: unknown[]) => void,
  ) => void;
  check(args(type), (...one) => reported.push(one));
  return reported;
}

const message = "is bad.\n  Fix: mend it.\n  Why: Why. https://example.com";

test("a policy gets a resource as plain data, and what it finds is reported of that resource", () => {
  expect(validate("a:b:C")).toEqual([[`x ${message}`, "urn:1"]]);
  expect(seen).toEqual([
    { type: "a:b:C", name: "one", urn: "urn:1", properties: { x: 1 }, protect: true, parent: "urn:0" },
    { stack, options: { limit: 5 } },
  ]);
});

test("a policy is not asked of what does not concern it", () => {
  expect(validate("a:b:D")).toEqual([]);
  expect(seen).toEqual([]);
});

test("what is waived is not reported", () => {
  const waiver = { policy: "each", resources: "*", stacks: ["dev"], reason: "", owner: "", expires: "" };
  expect(validate("a:b:C", new WaiversInUse([waiver], "dev"))).toEqual([]);
});

test("a policy of a stack gets all resources, and reports of any of them or of the stack", () => {
  const policy = served(whole, { stack, waivers: waivers(), configuration: {} }) as StackValidationPolicy;
  const parent = {
    type: "p",
    name: "p",
    urn: "urn:p",
    props: {},
    opts: { protect: false },
  } as unknown as PolicyResource;
  const child = {
    type: "c",
    name: "c",
    urn: "urn:c",
    props: {},
    opts: { protect: true },
    parent,
  } as unknown as PolicyResource;
  const reported: unknown[][] = [];
  void policy.validateStack(
    { resources: [parent, child], getConfig: () => ({}) } as never,
    (...one) => void reported.push(one),
  );
  expect(reported).toEqual([
    [message, "urn:c"],
    ["has too many.\n  Fix: take some out.\n  Why: Why. https://example.com", undefined],
  ]);
  expect(seen[0]).toEqual([
    { type: "p", name: "p", urn: "urn:p", properties: {}, protect: false, parent: undefined },
    { type: "c", name: "c", urn: "urn:c", properties: {}, protect: true, parent: "urn:p" },
  ]);
});

test("a policy says what it is, at its level, with what is configured as its options' defaults", () => {
  const policy = served(each, {
    stack,
    waivers: waivers(),
    configuration: { enforcementLevel: "advisory", limit: 7 },
  });
  expect(policy).toEqual({
    validateResource: expect.any(Function) as unknown,
    name: "each",
    description: "Rule.",
    url: "https://example.com",
    enforcementLevel: "advisory",
    configSchema: { properties: { limit: { type: "number", default: 7 } } },
  });
  expect(
    served(each, { stack, waivers: waivers(), configuration: {} }).configSchema?.properties.limit,
  ).toHaveProperty("default", 3);
});
