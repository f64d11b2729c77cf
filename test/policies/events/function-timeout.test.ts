import { functionTimeout as policy } from "../../../policies/events/function-timeout";
import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { UNKNOWN, type Value } from "../../../policies/value";

const service = (spec: Value, kind = "Service") =>
  object({ apiVersion: "serving.knative.dev/v1", kind, spec: { template: { spec } } });
const lambda = (properties: object) => resource("aws:lambda/function:Function", { ...properties });
const cloudRun = (template: Value) => resource("gcp:cloudrunv2/service:Service", { template });
const delivery = (timeout: Value, kind = "Trigger", group = "eventing") =>
  object({ apiVersion: `${group}.knative.dev/v1`, kind, spec: { delivery: { timeout } } });

test("the message says where, how long is allowed, and why it matters", () => {
  expectViolation(
    policy,
    service({}),
    `spec.template.spec.timeoutSeconds is missing.
  Fix: Set spec.template.spec.timeoutSeconds to a whole number from 1 to 600.
  Why: A call that hangs holds a place, its connections and its price until the platform's own limit, and who waits for it never learns why. https://knative.dev/docs/serving/configuration/config-defaults/`,
  );
});

test.each<[string, Parameters<typeof expectViolation>[1], string]>([
  [
    "a Configuration without one",
    service({}, "Configuration"),
    "spec.template.spec.timeoutSeconds is missing",
  ],
  ["a Service with none", service({ timeoutSeconds: 0 }), "spec.template.spec.timeoutSeconds is 0."],
  [
    "a Service with too long a one",
    service({ timeoutSeconds: 601 }),
    "spec.template.spec.timeoutSeconds is 601.",
  ],
  ["a Service with a text", service({ timeoutSeconds: "60" }), 'spec.template.spec.timeoutSeconds is "60".'],
  ["a Service with a part of a second", service({ timeoutSeconds: 1.5 }), "timeoutSeconds is 1.5."],
  ["a Service whose specification is none", service(7), "spec.template.spec.timeoutSeconds is missing"],
  [
    "a function on Lambda without one",
    lambda({}),
    "timeout is missing.\n  Fix: Set timeout to a whole number from 1 to 600.",
  ],
  ["a function on Lambda with too long a one", lambda({ timeout: 900, arn: UNKNOWN }), "timeout is 900."],
  ["old Cloud Run", resource("gcp:cloudrun/service:Service", {}), "template.spec.timeoutSeconds is missing"],
  ["old Cloud Functions", resource("gcp:cloudfunctions/function:Function", {}), "timeout is missing"],
  [
    "Cloud Functions",
    resource("gcp:cloudfunctionsv2/function:Function", { serviceConfig: {} }),
    "serviceConfig.timeoutSeconds is missing",
  ],
  [
    "Cloud Run without one",
    cloudRun({}),
    "template.timeout is missing.\n  Fix: Set template.timeout to 1s to 600s.",
  ],
  ["Cloud Run with too long a one", cloudRun({ timeout: "600.5s" }), 'template.timeout is "600.5s".'],
  ["Cloud Run with a number", cloudRun({ timeout: 60 }), "template.timeout is 60."],
  ["Cloud Run with a list", cloudRun({ timeout: ["60s"] }), 'template.timeout is ["60s"].'],
  ["a Trigger with a list", delivery(["PT5S"]), 'is ["PT5S"].'],
  ["Cloud Run with another unit", cloudRun({ timeout: "10m" }), 'template.timeout is "10m".'],
  ["Cloud Run with two", cloudRun({ timeout: "1s 2s" }), 'template.timeout is "1s 2s".'],
  ["Cloud Run with more behind it", cloudRun({ timeout: "60s!" }), 'template.timeout is "60s!".'],
  [
    "a Trigger with too long a one",
    delivery("PT601S"),
    'spec.delivery.timeout is "PT601S".\n  Fix: Set spec.delivery.timeout to PT1S to PT600S.',
  ],
  ["a Broker with minutes", delivery("PT10M1S", "Broker"), 'spec.delivery.timeout is "PT10M1S".'],
  ["a Subscription with hours", delivery("PT1H", "Subscription", "messaging"), 'is "PT1H".'],
  ["a Channel with no time at all", delivery("PT", "Channel", "messaging"), 'is "PT".'],
  ["a Trigger with days", delivery("P1D"), 'is "P1D".'],
  ["a Trigger with text before it", delivery("xPT5S"), 'is "xPT5S".'],
  ["a Trigger with text behind it", delivery("PT5Sx"), 'is "PT5Sx".'],
  ["a Trigger with a number", delivery(5), "is 5."],
  ["a Trigger with less than a second", delivery("PT0.5S"), 'is "PT0.5S".'],
])("%s is refused", (_, judged, message) => {
  expectViolation(policy, judged, message);
});

test.each([
  service({ timeoutSeconds: 1 }),
  service({ timeoutSeconds: 600 }),
  service({ timeoutSeconds: UNKNOWN }),
  service(UNKNOWN),
  lambda({ timeout: 600 }),
  resource("gcp:cloudrun/service:Service", { template: { spec: { timeoutSeconds: 60 } } }),
  resource("gcp:cloudfunctions/function:Function", { timeout: 60 }),
  resource("gcp:cloudfunctionsv2/function:Function", { serviceConfig: { timeoutSeconds: 60 } }),
  cloudRun({ timeout: "600s" }),
  cloudRun({ timeout: "3.5s" }),
  cloudRun({ timeout: "12.25s" }),
  delivery("PT10M"),
  delivery("PT1S"),
  delivery("PT9M59.5S"),
  delivery("PT9M12.25S"),
  delivery("PT0H10M0S"),
  delivery(undefined),
  delivery(undefined, "Subscription", "messaging"),
  delivery(UNKNOWN),
  object({ apiVersion: "eventing.knative.dev/v1", kind: "Broker", spec: {} }),
])("$type with $properties passes", (judged) => {
  expectCompliance(policy, judged);
});

test("the limit is for the configuration to say", () => {
  expectCompliance(policy, delivery("PT10H"), { options: { limit: 36_000 } });
  expectViolation(policy, delivery("PT10H"), 'is "PT10H".', { options: { limit: 35_999 } });
  expectCompliance(policy, delivery("PT10H11M12.5S"), { options: { limit: 36_673 } });
  expectCompliance(policy, delivery("PT1H1M1S"), { options: { limit: 3661 } });
  expectViolation(policy, delivery("PT1H1M1S"), "to PT1S to PT3660S.", { options: { limit: 3660 } });
});

test.each([
  object({ apiVersion: "v1", kind: "Service" }),
  object({ apiVersion: "sources.knative.dev/v1", kind: "PingSource" }),
  resource("gcp:cloudrunv2/job:Job", {}),
])("$type is for others", (judged) => {
  expectCompliance(policy, judged);
});
