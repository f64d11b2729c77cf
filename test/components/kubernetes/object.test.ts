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

test("an object is registered as its manifest has it, and wins over what others set", async () => {
  const object = new KubernetesObject(
    "settings",
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "config", namespace: "one", annotations: { note: "mine" } },
      data: { a: "b" },
    },
    {},
  );
  expect((await valueOf(object.metadata)).name).toBe("config");
  expect(registrations.get("settings")).toMatchObject({
    type: "kubernetes:core/v1:ConfigMap",
    inputs: {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "config",
        namespace: "one",
        annotations: { note: "mine", "pulumi.com/patchForce": "true" },
      },
      data: { a: "b" },
    },
  });
});
