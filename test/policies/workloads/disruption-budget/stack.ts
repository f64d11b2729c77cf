import { object } from "../../../../policies/harness";
import type { Resource } from "../../../../policies/policy";
import type { Properties, Value } from "../../../../policies/value";

/** Of the pods of a workload. */
export const labels = { app: "shop", tier: "web" };

interface Rest {
  readonly kind?: string;
  readonly name?: Value;
  readonly namespace?: Value;
  readonly labels?: Value;
}

/** A Deployment, or something like it. */
export const workload = (replicas: Value, rest: Rest = {}): Resource => {
  const { kind = "Deployment", name = "shop", namespace = "web" } = rest;
  const own = "labels" in rest ? rest.labels : labels;
  const template: Properties = { metadata: { labels: own }, spec: {} };
  return object(
    {
      apiVersion: "apps/v1",
      kind,
      metadata: { name, namespace },
      spec: { replicas, selector: { matchLabels: own }, template },
    },
    { name: typeof name === "string" ? name : "workload" },
  );
};

/** A budget of any specification. */
export const budget = (spec: Value, namespace: Value = "web", name = "budget"): Resource =>
  object({ apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata: { name, namespace }, spec });

/** One for a workload. */
export const selector = { matchLabels: { app: "shop" } };
/** A budget that lets one pod of a workload go. */
export const one = budget({ maxUnavailable: 1, selector });
/** A budget for a workload. */
export const says = (spec: Properties): Resource => budget({ ...spec, selector });

/** What scales a workload. */
export const autoscaler = (minReplicas: Value, target: Properties = {}, namespace: Value = "web"): Resource =>
  object({
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: "scaler", namespace },
    spec: { minReplicas, maxReplicas: 9, scaleTargetRef: { kind: "Deployment", name: "shop", ...target } },
  });
