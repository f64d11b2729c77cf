import { object } from "../../policies/harness";
import { anyOf, containers, kind, kindOf, makesPods, podTemplate } from "../../policies/kubernetes";

test("a type says its group, version and kind", () => {
  expect(kindOf("kubernetes:apps/v1:Deployment")).toEqual({
    group: "apps",
    version: "v1",
    kind: "Deployment",
  });
  expect(kindOf("kubernetes:rbac.authorization.k8s.io/v1:ClusterRolePatch")).toEqual({
    group: "rbac.authorization.k8s.io",
    version: "v1",
    kind: "ClusterRole",
  });
  for (const none of [
    "aws:s3/bucket:Bucket",
    "kubernetes:yaml:ConfigFile",
    "xkubernetes:apps/v1:Deployment",
    "kubernetes:apps/v1:Deployment:x",
  ])
    expect(kindOf(none)).toBeUndefined();
});

test("kinds are of their group, in any version", () => {
  const ingress = kind("networking.k8s.io", "Ingress", "IngressClass");
  expect(ingress("kubernetes:networking.k8s.io/v1beta1:Ingress")).toBe(true);
  expect(ingress("kubernetes:networking.k8s.io/v1:IngressClass")).toBe(true);
  expect(ingress("kubernetes:extensions/v1beta1:Ingress")).toBe(false);
  expect(ingress("kubernetes:networking.k8s.io/v1:NetworkPolicy")).toBe(false);
  expect(ingress("pulumi:pulumi:Stack")).toBe(false);
});

test("any of several concerns is one", () => {
  const both = anyOf(kind("core", "Service"), kind("apps", "Deployment"));
  expect(
    ["core/v1:Service", "apps/v1:Deployment", "core/v1:Pod"].map((one) => both(`kubernetes:${one}`)),
  ).toEqual([true, true, false]);
});

const spec = { containers: [{ name: "web" }], initContainers: [{}], ephemeralContainers: "none" };
const template = { metadata: { labels: { app: "web" } }, spec };

describe("the pods of", () => {
  test.each([
    ["v1", "PodTemplate", { template }, "template.spec"],
    ["v1", "ReplicationController", { spec: { template } }, "spec.template.spec"],
    ["apps/v1", "Deployment", { spec: { template } }, "spec.template.spec"],
    ["apps/v1", "StatefulSet", { spec: { template } }, "spec.template.spec"],
    ["apps/v1", "DaemonSet", { spec: { template } }, "spec.template.spec"],
    ["apps/v1", "ReplicaSet", { spec: { template } }, "spec.template.spec"],
    ["batch/v1", "Job", { spec: { template } }, "spec.template.spec"],
    [
      "batch/v1",
      "CronJob",
      { spec: { jobTemplate: { spec: { template } } } },
      "spec.jobTemplate.spec.template.spec",
    ],
    ["serving.knative.dev/v1", "Service", { spec: { template } }, "spec.template.spec"],
    ["serving.knative.dev/v1", "Configuration", { spec: { template } }, "spec.template.spec"],
    ["serving.knative.dev/v1", "Revision", template, "spec"],
    ["v1", "Pod", template, "spec"],
  ])("%s %s", (apiVersion, name, rest, where) => {
    const found = object({ apiVersion, kind: name, ...rest });
    expect(makesPods(found.type)).toBe(true);
    expect(podTemplate(found)).toEqual({ at: where, spec, metadata: template.metadata });
    expect(containers(found)).toEqual([
      { at: `${where}.containers[web]`, list: "containers", value: { name: "web" } },
      { at: `${where}.initContainers[0]`, list: "initContainers", value: {} },
      { at: `${where}.ephemeralContainers[0]`, list: "ephemeralContainers", value: "none" },
    ]);
  });
});

test("other objects make no pods, even those of the same name in another group", () => {
  for (const none of [
    "core/v1:Service",
    "core/v1:ConfigMap",
    "example.com/v1:Deployment",
    "apps/v1:toString",
  ])
    expect(makesPods(`kubernetes:${none}`)).toBe(false);
});
