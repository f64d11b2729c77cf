import { problemsOf } from "../../../../components/kubernetes/knative/problems";
import { cluster } from "./fixtures";

const problems = (args: object) => problemsOf({ cluster, ingress: "traefik", ...args });

test("good arguments have no problems", () => {
  const autoscaler = {
    stableWindow: "6 seconds",
    scaleToZeroGracePeriod: "1 hour",
    podRetention: "0 seconds",
  };
  expect(problems({})).toEqual([]);
  expect(problems({ manifests: { release: "1.22.0" }, replicas: 3, nodePort: 30080, autoscaler })).toEqual(
    [],
  );
});

test.each([
  [{ ingress: "istio" }, 'ingress is "istio". Allowed: kourier, traefik.'],
  [{ ingress: "toString" }, 'ingress is "toString". Allowed: kourier, traefik.'],
  [{ replicas: 0 }, "replicas is 0. Allowed: a whole number from 1."],
  [{ replicas: 1.5 }, "replicas is 1.5. Allowed: a whole number from 1."],
  [{ nodePort: 80 }, "nodePort is 80. Allowed: 30000 to 32767."],
  [{ nodePort: 32768 }, "nodePort is 32768. Allowed: 30000 to 32767."],
  [
    { manifests: { release: "../x" } },
    'manifests.release is "../x". Allowed: a release number, such as 1.22.0.',
  ],
  [
    { autoscaler: { stableWindow: "5 seconds" } },
    'autoscaler.stableWindow is "5 seconds". Allowed: 6 seconds to 1 hour.',
  ],
  [
    { autoscaler: { podRetention: "soon" } },
    'autoscaler.podRetention is "soon". Allowed: 0 seconds to 1 hour.',
  ],
])("%j is refused", (args, problem) => {
  expect(problems(args)).toEqual([problem]);
});
