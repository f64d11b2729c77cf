import { KubernetesObject, typeToken } from "../../../components/kubernetes/object";
import { valueOf } from "../../support/outputs";
import { recordRegistrations, type Registrations } from "../../support/registrations";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations();
});

test.each([
  ["v1", "ConfigMap", "kubernetes:core/v1:ConfigMap"],
  ["apps/v1", "Deployment", "kubernetes:apps/v1:Deployment"],
  ["rbac.authorization.k8s.io/v1", "ClusterRole", "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"],
  ["serving.knative.dev/v1", "Service", "kubernetes:serving.knative.dev/v1:Service"],
])("the token of %s %s is %s", (apiVersion, kind, token) => {
  expect(typeToken({ apiVersion, kind })).toBe(token);
});

const configMap = (annotations: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "config", namespace: "one", annotations },
  data: { a: "b" },
});

test("an object is registered as its manifest has it, wins over what others set, and is deleted at once", async () => {
  const object = new KubernetesObject("settings", configMap({ note: "mine" }), {});
  expect((await valueOf(object.metadata)).name).toBe("config");
  expect(registrations.get("settings")).toMatchObject({
    type: "kubernetes:core/v1:ConfigMap",
    inputs: configMap({
      note: "mine",
      "pulumi.com/patchForce": "true",
      "pulumi.com/deletionPropagationPolicy": "background",
    }),
    deleteTimeout: "",
  });
});

test("a manifest's own annotations win", async () => {
  const own = { "pulumi.com/patchForce": "false", "pulumi.com/deletionPropagationPolicy": "orphan" };
  await valueOf(new KubernetesObject("own", configMap(own), {}).urn);
  expect(registrations.get("own").inputs).toEqual(configMap(own));
});

test.each([
  ["apps/v1", "Deployment"],
  ["serving.knative.dev/v1", "Service"],
  ["eventing.knative.dev/v1", "Broker"],
  ["eventing.knative.dev/v1", "Trigger"],
])("the deletion of a %s %s waits for what it owns", async (apiVersion, kind) => {
  const manifest = { apiVersion, kind, metadata: { name: "owner" } };
  await valueOf(new KubernetesObject(`owner-${kind}`, manifest, {}).urn);
  expect(registrations.get(`owner-${kind}`).inputs.metadata).toEqual({
    name: "owner",
    annotations: { "pulumi.com/patchForce": "true" },
  });
});

test("the deletion of a definition is waited for no longer than it can take", async () => {
  const apiVersion = "apiextensions.k8s.io/v1";
  const manifest = { apiVersion, kind: "CustomResourceDefinition", metadata: { name: "definition" } };
  await valueOf(new KubernetesObject("definition", manifest, {}).urn);
  expect(registrations.get("definition").deleteTimeout).toBe("8s");
});
