import type { Policy } from "../../../policies/policy";
import { containerImages } from "../../../policies/workloads/container-images";
import { containerProbes } from "../../../policies/workloads/container-probes";
import { containerResources } from "../../../policies/workloads/container-resources";
import { disruptionBudget } from "../../../policies/workloads/disruption-budget";
import { environmentSecrets } from "../../../policies/workloads/environment-secrets";
import { serviceAccountToken } from "../../../policies/workloads/service-account-token";

it.each<[string, Policy, string]>([
  [
    "container-resources",
    containerResources,
    "Every container says how much processor time and memory it needs, and how much memory it may take at most.",
  ],
  ["container-probes", containerProbes, "Every container that is meant to stay has a readiness probe."],
  [
    "container-images",
    containerImages,
    "Every image is named by its digest or by a version, and comes from a registry that is allowed.",
  ],
  [
    "environment-secrets",
    environmentSecrets,
    "No secret stands as a literal in the environment or the arguments of a container, or in a ConfigMap.",
  ],
  [
    "service-account-token",
    serviceAccountToken,
    "A pod has no token for the Kubernetes API, unless it runs as a service account that was made for it.",
  ],
  [
    "disruption-budget",
    disruptionBudget,
    "Every Deployment and StatefulSet of two pods or more has a disruption budget, which lets one of them go.",
  ],
])("%s says what it is", (name, policy, description) => expect(policy).toMatchObject({ name, description }));
