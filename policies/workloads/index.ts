import { containerImages } from "./container-images";
import { containerProbes } from "./container-probes";
import { containerResources } from "./container-resources";
import { disruptionBudget } from "./disruption-budget";
import { environmentSecrets } from "./environment-secrets";
import { podSecurity } from "./pod-security";
import { serviceAccountToken } from "./service-account-token";

/** Rules of this layer. */
export const workloads = [
  ...podSecurity,
  containerResources,
  containerProbes,
  containerImages,
  environmentSecrets,
  serviceAccountToken,
  disruptionBudget,
] as const;
