import { mayBeAdmitted } from "../../../../components/kubernetes/knative/webhook";

const refused = "failed calling webhook: connect: connection refused";

test.each([
  refused,
  'Internal error occurred: failed calling webhook "webhook.serving.knative.dev": x509: certificate signed by unknown authority',
  'no endpoints available for service "webhook"',
])("is tried again: %s", (error) => {
  expect(mayBeAdmitted([error])).toBe(true);
});

test.each([
  'admission webhook "validation.webhook.serving.knative.dev" denied the request: validation failed',
  'namespaces "knative-serving" not found',
  "",
])("is not tried again: %s", (error) => {
  expect(mayBeAdmitted([error])).toBe(false);
});

test("the newest error decides", () => {
  expect(mayBeAdmitted(["denied the request", refused])).toBe(false);
  expect(mayBeAdmitted([refused, "denied the request"])).toBe(true);
});

test("it ends", () => {
  expect(mayBeAdmitted(Array<string>(60).fill(refused))).toBe(true);
  expect(mayBeAdmitted(Array<string>(61).fill(refused))).toBe(false);
});
