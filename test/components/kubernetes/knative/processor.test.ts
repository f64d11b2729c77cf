import type { ReleaseObject } from "../../../../components/kubernetes/knative/manifests";
import { proxySettings, withProcessorShare } from "../../../../components/kubernetes/knative/processor";

const deployment = (cpu?: string): ReleaseObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "activator", namespace: "knative-serving" },
  spec: {
    template: {
      spec: { containers: [{ name: "activator", resources: { requests: { cpu, memory: "60Mi" } } }] },
    },
  },
});

test.each([
  ["300m", 0.25, "75m"],
  ["0.5", 0.25, "125m"],
  ["1", 0.5, "500m"],
  ["2m", 0.25, "1m"],
])("%s at a share of %d is %s, and the memory stays", (cpu, share, expected) => {
  expect(withProcessorShare([deployment(cpu)], share)).toEqual([deployment(expected)]);
});

test("what asks for nothing, or is no program, stays as it is", () => {
  const config: ReleaseObject = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "config" } };
  expect(withProcessorShare([deployment(), config], 0.5)).toEqual([deployment(), config]);
});

test("the proxies beside functions ask for a share, too", () => {
  expect(proxySettings(0.25)).toEqual({ "queue-sidecar-cpu-request": "6m" });
});
