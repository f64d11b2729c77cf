import type { ReleaseObject } from "../../../../components/kubernetes/knative/manifests";
import { configure, settingsOf } from "../../../../components/kubernetes/knative/settings";

const ingress = { domain: "apps.example.com", scheme: "https", port: 443 } as const;

test("settings are the ingress, the domain, and when functions go to zero", () => {
  expect(
    settingsOf({
      ingressClass: "some.class",
      ingress,
      autoscaler: {
        stableWindow: "1 minute",
        scaleToZeroGracePeriod: "30 seconds",
        podRetention: "0 seconds",
      },
    }),
  ).toEqual({
    "config-network": { "ingress-class": "some.class", "default-external-scheme": "https" },
    "config-domain": { "apps.example.com": "" },
    "config-autoscaler": {
      "stable-window": "60s",
      "scale-to-zero-grace-period": "30s",
      "scale-to-zero-pod-retention-period": "0s",
    },
  });
});

test("what is left out stays Knative's own", () => {
  const { "config-autoscaler": autoscaler } = settingsOf({ ingressClass: "c", ingress, autoscaler: {} });
  expect(autoscaler).toEqual({});
});

const object = (kind: string, name: string, more: object = {}): ReleaseObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name },
  ...more,
});

test("a ConfigMap gets its settings, keeps its values, and loses its example", () => {
  const before = object("ConfigMap", "config-deployment", {
    metadata: { name: "config-deployment", annotations: { "knative.dev/example-checksum": "1", other: "2" } },
    data: { "queue-sidecar-image": "image", _example: "long" },
  });
  expect(configure(before, { "config-deployment": { own: "value" }, other: { not: "this" } })).toEqual(
    object("ConfigMap", "config-deployment", {
      metadata: { name: "config-deployment", annotations: { other: "2" } },
      data: { "queue-sidecar-image": "image", own: "value" },
    }),
  );
});

test("a namespace admits restricted pods only", () => {
  expect(configure(object("Namespace", "knative-serving")).metadata.labels).toEqual({
    "pod-security.kubernetes.io/enforce": "restricted",
    "pod-security.kubernetes.io/warn": "restricted",
    "pod-security.kubernetes.io/audit": "restricted",
  });
});

test("other objects stay as they are", () => {
  const secret = object("Secret", "config-network");
  expect(configure(secret, { "config-network": { a: "b" } })).toEqual(secret);
});

test("the rules of a role that is made of others are left to who writes them", () => {
  const role = object("ClusterRole", "viewer", { rules: [{ verbs: ["get"] }] });
  expect(configure(role)).toEqual(role);
  const made = object("ClusterRole", "resolver", { aggregationRule: { clusterRoleSelectors: [] } });
  expect(configure({ ...made, rules: [] })).toEqual(made);
});
