import { logRetention as policy } from "../../../policies/clouds/log-retention";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const group = (properties: Properties) =>
  resource("aws:cloudwatch/logGroup:LogGroup", properties, { name: "group" });
const lambda = (properties: Properties) =>
  resource("aws:lambda/function:Function", properties, { name: "hello" });
const kept = { name: "/aws/lambda/hello", retentionInDays: 14 };

test("a log that is kept for ever is refused", () => {
  const one = group({});
  expectViolation(
    policy,
    [one],
    [
      one,
      `retentionInDays is missing, which keeps logs for ever.
  Fix: Set retentionInDays to as many days as anybody looks back, 365 at most.
  Why: What is kept for ever costs for ever, and what people have sent to a function is in it longer than they agreed to. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html`,
    ],
  );
});

test.each<[Value, string]>([
  [0, "is 0, which keeps logs for ever."],
  [-1, "is -1."],
  [366, "is 366."],
  ["14", 'is "14".'],
  [true, "is true."],
])("retentionInDays %j is refused", (retentionInDays, found) => {
  const one = group({ retentionInDays });
  expectViolation(policy, [one], [one, `retentionInDays ${found}`]);
});

test.each<[Value]>([[1], [14], [365], [UNKNOWN]])("retentionInDays %p may be", (retentionInDays) => {
  expectCompliance(policy, [group({ retentionInDays })]);
});

test("the longest is configured", () => {
  const options = { longestDays: 30 };
  const one = group({ retentionInDays: 31 });
  expectCompliance(policy, [group({ retentionInDays: 30 })], { options });
  expectViolation(policy, [one], [one, "30 at most."], { options });
});

describe.each([
  "gcp:logging/billingAccountBucketConfig:BillingAccountBucketConfig",
  "gcp:logging/folderBucketConfig:FolderBucketConfig",
  "gcp:logging/organizationBucketConfig:OrganizationBucketConfig",
  "gcp:logging/projectBucketConfig:ProjectBucketConfig",
])("%s", (type) => {
  const bucket = (retentionDays: Value) => resource(type, { retentionDays });

  test("is refused where it is kept too long", () => {
    const [long, never, word] = [bucket(3650), bucket(0), bucket("30")];
    expectViolation(
      policy,
      [long],
      [
        long,
        "retentionDays is 3650.\n  Fix: Set retentionDays to as many days as anybody looks back, 365 at most.",
      ],
    );
    expectViolation(policy, [never], [never, "retentionDays is 0, which keeps logs for ever"]);
    expectViolation(policy, [word], [word, 'retentionDays is "30".']);
  });

  test("may say nothing, which is 30 days", () => {
    for (const days of [undefined, 30, UNKNOWN] as const) expectCompliance(policy, [bucket(days)]);
  });
});

const missing =
  'loggingConfig.logGroup is "/aws/lambda/hello", a log group that the stack does not have: Lambda makes it, and keeps logs for ever';

test.each<[string, Properties]>([
  ["nothing", { name: "hello" }],
  ["its form only", { name: "hello", loggingConfig: { logFormat: "JSON" } }],
  ["the name that it has anyway", { name: "hello", loggingConfig: { logGroup: "/aws/lambda/hello" } }],
  ["no name", {}],
])("a function that says %s of its log is refused without one", (_, properties) => {
  const one = lambda(properties);
  expectViolation(
    policy,
    [one],
    [
      one,
      `${missing}.
  Fix: Declare a LogGroup with name "/aws/lambda/hello" and retentionInDays, or set loggingConfig.logGroup to one that you have.`,
    ],
  );
  expectCompliance(policy, [one, group(kept)]);
});

test("a log of another function is none of it, nor is something else of that name", () => {
  const one = lambda({ name: "hello" });
  expectViolation(policy, [one, group({ ...kept, name: "/aws/lambda/hello-2" })], [one, missing]);
  expectViolation(policy, [one, resource("aws:s3/bucket:Bucket", kept)], [one, missing]);
});

test("a log is found by the name of the function, not of the resource", () => {
  const one = lambda({ name: "other" });
  expectViolation(
    policy,
    [one, group(kept)],
    [one, 'loggingConfig.logGroup is "/aws/lambda/other", a log group'],
  );
  expectCompliance(policy, [one, group({ ...kept, name: "/aws/lambda/other" })]);
});

test("its log is judged, too", () => {
  const [one, log] = [lambda({ name: "hello" }), group({ name: "/aws/lambda/hello" })];
  expectViolation(policy, [one, log], [log, "retentionInDays is missing"]);
});

test.each<[string, Properties]>([
  ["a log that is elsewhere", { name: "hello", loggingConfig: { logGroup: "/shop/functions" } }],
  ["a log that is not known", { name: "hello", loggingConfig: { logGroup: UNKNOWN } }],
  ["what is not known", { name: "hello", loggingConfig: UNKNOWN }],
  ["a name that is not known", { name: UNKNOWN }],
])("a function with %s may be", (_, properties) => {
  expectCompliance(policy, [lambda(properties)]);
});

test("a log whose name is not known may be that of a function", () => {
  expectCompliance(policy, [lambda({ name: "hello" }), group({ ...kept, name: UNKNOWN })]);
});
