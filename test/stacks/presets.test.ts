import { secondsOf } from "../../stacks/config/fields";
import type { CakeConfig } from "../../stacks/config";
import { presets, withPresets } from "../../stacks/presets";

const local: CakeConfig = { environment: "dev", cluster: { kind: "local" } };

test("what is left out comes from the environment's preset", () => {
  expect(withPresets(local)).toEqual({
    ...local,
    functions: { kind: "knative", ingress: "traefik", manifests: undefined, ...presets.dev },
  });
});

test("what is configured wins, key by key", () => {
  const { functions } = withPresets({
    ...local,
    environment: "prod",
    functions: {
      kind: "knative",
      ingress: "kourier",
      manifests: { directory: "knative" },
      replicas: 5,
      autoscaler: { podRetention: "5 minutes" },
      quota: { pods: 7 },
    },
  });
  expect(functions).toEqual({
    kind: "knative",
    ingress: "kourier",
    manifests: { directory: "knative" },
    replicas: 5,
    autoscaler: { ...presets.prod.autoscaler, podRetention: "5 minutes" },
    quota: { ...presets.prod.quota, pods: 7 },
  });
});

test("an existing cluster gets kourier", () => {
  const cluster = {
    kind: "kubeconfig",
    domain: "a.example.com",
    scheme: "https",
    registry: "r.example.com",
  } as const;
  expect(withPresets({ ...local, cluster }).functions.ingress).toBe("kourier");
});

test("in dev a function is at zero within 45 seconds", () => {
  const drain = 30; // queue-proxy keeps a pod this long after it was told to stop
  const tick = 3; // the autoscaler decides every 2 s, then probes the activator
  const { stableWindow, podRetention } = presets.dev.autoscaler;
  expect(secondsOf(stableWindow) + secondsOf(podRetention) + tick + drain).toBeLessThanOrEqual(45);
});

test("durations in words are seconds", () => {
  expect([
    secondsOf("1 second"),
    secondsOf("30 seconds"),
    secondsOf("2 minutes"),
    secondsOf("1 hour"),
  ]).toEqual([1, 30, 120, 3600]);
});
