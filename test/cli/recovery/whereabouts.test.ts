import { whereabouts } from "../../../cli/recovery/whereabouts";

const resource = (type: string, inputs: Record<string, unknown> = {}, custom = true) => ({
  urn: `urn:pulumi:dev::cakestack::${type}::it`,
  type,
  custom,
  inputs,
});

test.each([
  ["kubernetes:core/v1:Namespace", { metadata: { name: "functions" } }, "functions"],
  ["kubernetes:core/v1:Service", { metadata: { name: "web", namespace: "functions" } }, "functions/web"],
  ["kubernetes:serving.knative.dev/v1:Service", { metadata: { name: "a", namespace: "b" } }, "b/a"],
])("a %s is in the cluster under the name that its inputs give", (type, inputs, id) => {
  expect(whereabouts(resource(type, inputs))).toEqual({ in: "provider", id });
});

test.each([
  "random:index/randomPet:RandomPet",
  "tls:index/privateKey:PrivateKey",
  "pulumi:providers:kubernetes",
  "pulumi:pulumi:Stack",
])("a %s is a value of the state", (type) => {
  expect(whereabouts(resource(type))).toEqual({ in: "state" });
});

test("a component is a value of the state, whatever it is called", () => {
  expect(whereabouts(resource("kubernetes:yaml/v2:ConfigGroup", {}, false))).toEqual({ in: "state" });
});

test.each(["keycloak:index/realm:Realm", "pulumi-nodejs:dynamic:Resource", "kubernetes:helm.sh/v3:Release"])(
  "where a %s is, only its provider knows",
  (type) => {
    expect(whereabouts(resource(type, { name: "it" }))).toEqual({ in: "unknown" });
  },
);
