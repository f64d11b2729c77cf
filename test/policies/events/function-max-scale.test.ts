import { functionMaxScale as policy } from "../../../policies/events/function-max-scale";
import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { UNKNOWN, type Value } from "../../../policies/value";

const now = "autoscaling.knative.dev/max-scale";
const before = "autoscaling.knative.dev/maxScale";
const annotations = (annotations: Value): Value => ({ metadata: { annotations } });
const service = (template: Value, kind = "Service") =>
  object({
    apiVersion: "serving.knative.dev/v1",
    kind,
    metadata: { name: "hello", annotations: { [now]: "7" } },
    spec: { template },
  });
const cloudRun = (properties: object) => resource("gcp:cloudrunv2/service:Service", { ...properties });
const cloudFunction = (serviceConfig: Value) =>
  resource("gcp:cloudfunctionsv2/function:Function", { serviceConfig });

const place = (name: string) => `spec.template.metadata.annotations["${name}"]`;

test("the message says where, how much is allowed, and why it matters", () => {
  expectViolation(
    policy,
    service(annotations({})),
    `spec.template.metadata.annotations["autoscaling.knative.dev/max-scale"] is missing.
  Fix: Set spec.template.metadata.annotations["autoscaling.knative.dev/max-scale"] to a whole number from 1 to 100, in quotes.
  Why: A rush, or somebody who wishes you ill, starts pods until the database, the cluster or the budget gives way. https://knative.dev/docs/serving/autoscaling/scale-bounds/`,
  );
});

test.each<[string, Value, string]>([
  ["no template", undefined, `${place(now)} is missing`],
  ["a template that is none", "template", `${place(now)} is missing`],
  ["no annotations", { metadata: {} }, `${place(now)} is missing`],
  ["no limit", annotations({ [now]: "0" }), `${place(now)} is "0".`],
  ["too high a limit", annotations({ [now]: "101" }), `${place(now)} is "101".`],
  ["too high a limit in the old spelling", annotations({ [before]: "101" }), `${place(before)} is "101".`],
  [
    "the old spelling beside the new one",
    annotations({ [now]: "0", [before]: "5" }),
    `${place(now)} is "0".`,
  ],
  ["a number that is no text", annotations({ [now]: 5 }), `${place(now)} is 5.`],
  ["a part of one", annotations({ [now]: "1.5" }), `${place(now)} is "1.5".`],
  ["a sign", annotations({ [now]: "-5" }), `${place(now)} is "-5".`],
  ["text after it", annotations({ [now]: "5x" }), `${place(now)} is "5x".`],
  ["nothing in it", annotations({ [now]: "" }), `${place(now)} is "".`],
])("a Service of Knative with %s is refused", (_, template, message) => {
  expectViolation(policy, service(template), message);
});

test("a Configuration is refused as a Service is", () => {
  expectViolation(policy, service(annotations({}), "Configuration"), `${place(now)} is missing`);
});

test.each<[string, Value]>([
  ["one pod at most", annotations({ [now]: "1" })],
  ["a hundred at most", annotations({ [now]: "100" })],
  ["the old spelling", annotations({ [before]: "10" })],
  ["annotations that are not known", annotations(UNKNOWN)],
  ["a limit that is not known", annotations({ [now]: UNKNOWN, [before]: "0" })],
  ["a template that is not known", UNKNOWN],
])("a Service of Knative with %s passes", (_, template) => {
  expectCompliance(policy, service(template));
});

test.each<[string, Parameters<typeof expectViolation>[1], string]>([
  [
    "Cloud Functions",
    cloudFunction({}),
    "serviceConfig.maxInstanceCount is missing.\n  Fix: Set serviceConfig.maxInstanceCount to a whole number from 1 to 100.\n",
  ],
  [
    "Cloud Functions with none",
    cloudFunction({ maxInstanceCount: 0 }),
    "serviceConfig.maxInstanceCount is 0.",
  ],
  [
    "Cloud Functions with a part",
    cloudFunction({ maxInstanceCount: 1.5 }),
    "serviceConfig.maxInstanceCount is 1.5",
  ],
  [
    "Cloud Functions with a text",
    cloudFunction({ maxInstanceCount: "5" }),
    'serviceConfig.maxInstanceCount is "5"',
  ],
  [
    "Cloud Functions beside what is not known",
    cloudFunction({ maxInstanceCount: 101, uri: UNKNOWN }),
    "is 101.",
  ],
  ["old Cloud Functions", resource("gcp:cloudfunctions/function:Function", {}), "maxInstances is missing"],
  ["Cloud Run", cloudRun({}), "template.scaling.maxInstanceCount is missing"],
  [
    "Cloud Run with too many",
    cloudRun({ scaling: { maxInstanceCount: 500 } }),
    "scaling.maxInstanceCount is 500",
  ],
  [
    "Cloud Run by hand",
    cloudRun({ scaling: { manualInstanceCount: 500 } }),
    "scaling.manualInstanceCount is 500",
  ],
  [
    "Cloud Run whose template says more than the service",
    cloudRun({ template: { scaling: { maxInstanceCount: 101 } }, scaling: { maxInstanceCount: 5 } }),
    "template.scaling.maxInstanceCount is 101",
  ],
  [
    "old Cloud Run",
    resource("gcp:cloudrun/service:Service", { template: annotations({}) }),
    `template.metadata.annotations["${before}"] is missing`,
  ],
])("a function of %s is refused", (_, judged, message) => {
  expectViolation(policy, judged, message);
});

test.each([
  cloudFunction({ maxInstanceCount: 100 }),
  cloudFunction({ maxInstanceCount: UNKNOWN }),
  resource("gcp:cloudfunctions/function:Function", { maxInstances: 1 }),
  cloudRun({ template: { scaling: { maxInstanceCount: 5 } } }),
  cloudRun({ scaling: { maxInstanceCount: 5, manualInstanceCount: 500 } }),
  cloudRun({ scaling: { manualInstanceCount: 5 } }),
  resource("gcp:cloudrun/service:Service", { template: annotations({ [before]: "5" }) }),
  resource("gcp:cloudrun/service:Service", { template: annotations({ [now]: "5" }) }),
])("a limit of a function of Google passes: $properties", (judged) => {
  expectCompliance(policy, judged);
});

test("the limit is for the configuration to say", () => {
  const options = { limit: 5 };
  expectViolation(policy, service(annotations({ [now]: "6" })), "whole number from 1 to 5, in quotes.", {
    options,
  });
  expectCompliance(policy, service(annotations({ [now]: "5" })), { options });
});

test.each([
  object({ apiVersion: "v1", kind: "Service" }),
  object({ apiVersion: "serving.knative.dev/v1", kind: "Route" }),
  resource("aws:lambda/function:Function", {}),
])("$type is for others", (judged) => {
  expectCompliance(policy, judged);
});
