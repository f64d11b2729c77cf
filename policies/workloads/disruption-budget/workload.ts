import { kind, kindOf, podTemplate } from "../../kubernetes";
import type { Resource } from "../../policy";
import { at, UNKNOWN, type Value } from "../../value";
import { declaresPods } from "../declared";
import { every, isSame, selects, type Answer } from "./selector";

/** Something that keeps a number of pods running. */
export interface Workload {
  readonly resource: Resource;
  /** The fewest pods that it has while all of them work; Infinity where nobody knows. */
  readonly pods: number;
  /** Whether there are two or more, so that one may go while the others work. */
  readonly several: boolean;
}

const isWorkload = kind("apps", "Deployment", "StatefulSet");
const isAutoscaler = kind("autoscaling", "HorizontalPodAutoscaler");

/** The namespace of an object. */
export const namespaceOf = ({ properties }: Resource): Value =>
  at(properties, "metadata", "namespace") ?? "default";

/** The labels of its pods. */
export const labelsOf = ({ resource }: Workload): Value => at(podTemplate(resource).metadata, "labels");

/** The Deployments and StatefulSets of a stack. */
export function workloadsOf(resources: readonly Resource[]): Workload[] {
  const autoscalers = resources.filter(({ type }) => isAutoscaler(type));
  return resources
    .filter(({ type }) => isWorkload(type) && declaresPods(type))
    .map((resource) =>
      workloadOf(
        resource,
        autoscalers.filter((one) => scales(one, resource)),
      ),
    );
}

function workloadOf(resource: Resource, autoscalers: readonly Resource[]): Workload {
  const numbers = [
    // Where there is an autoscaler, it says how many there are.
    ...autoscalers.map(({ properties }) => at(properties, "spec", "minReplicas") ?? 1),
    at(resource.properties, "spec", "replicas") ?? 1,
  ].filter((replicas) => typeof replicas === "number");
  return { resource, pods: numbers[0] ?? Infinity, several: numbers.some((replicas) => replicas >= 2) };
}

function scales(autoscaler: Resource, workload: Resource): boolean {
  const target = at(autoscaler.properties, "spec", "scaleTargetRef");
  const name = at(workload.properties, "metadata", "name");
  return (
    typeof name === "string" &&
    at(target, "name") === name &&
    at(target, "kind") === kindOf(workload.type)?.kind &&
    isSame(namespaceOf(autoscaler), namespaceOf(workload)) === true
  );
}

/** Whether a budget is one for the pods of a workload. */
export const covers = (budget: Resource, workload: Workload): Answer =>
  every([
    isSame(namespaceOf(budget), namespaceOf(workload.resource)),
    selects(at(budget.properties, "spec", "selector"), labelsOf(workload)),
  ]);

/** The pods that a budget is for: Infinity where nobody knows. */
export const podsOf = (budget: Resource, workloads: readonly Workload[]): number =>
  workloads
    .map((workload) => ({ workload, answer: covers(budget, workload) }))
    .filter(({ answer }) => answer !== false)
    .reduce((sum, { workload, answer }) => sum + (answer === UNKNOWN ? Infinity : workload.pods), 0);
