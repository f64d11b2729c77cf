import { kind } from "../../kubernetes";
import { stackPolicy, type Resource, type StackFinding } from "../../policy";
import { shown, type Value } from "../../value";
import { allowanceOf, type Allowance } from "./allowance";
import { covers, labelsOf, namespaceOf, podsOf, workloadsOf, type Workload } from "./workload";

const isBudget = kind("policy", "PodDisruptionBudget");

const repair = "Set maxUnavailable to 1, without minAvailable";

export const disruptionBudget = stackPolicy({
  name: "disruption-budget",
  description:
    "Every Deployment and StatefulSet of two pods or more has a disruption budget, which lets one of them go.",
  why: "Every upgrade of a cluster drains its nodes: without a budget, all pods of a service may go at once, and with one that lets none go, the node is never drained.",
  link: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
  *check(resources) {
    const budgets = resources.filter(({ type }) => isBudget(type));
    const workloads = workloadsOf(resources);
    for (const workload of workloads.filter(({ several }) => several)) yield* missing(workload, budgets);
    for (const budget of budgets) yield* blocking(budget, workloads);
  },
});

function* missing(workload: Workload, budgets: readonly Resource[]): Iterable<StackFinding> {
  const { resource } = workload;
  if (budgets.every((budget) => covers(budget, workload) === false))
    yield {
      resource,
      problem: `No PodDisruptionBudget in its namespace, ${shown(namespaceOf(resource))}, selects its pods, which are two or more`,
      fix: `Create one there, with maxUnavailable: 1 and the labels of the pods as selector.matchLabels: ${shown(labelsOf(workload))}`,
    };
  const names = budgets.filter((budget) => covers(budget, workload) === true).map(({ name }) => name);
  if (names.length > 1)
    yield {
      resource,
      problem: `Several PodDisruptionBudgets select its pods (${names.join(", ")}), and then none of them can be evicted`,
      fix: "Keep one of them",
    };
}

function* blocking(budget: Resource, workloads: readonly Workload[]): Iterable<StackFinding> {
  const several = workloads.filter((workload) => workload.several && covers(budget, workload) === true);
  if (several.length === 0) return;
  const total = podsOf(budget, workloads);
  const allowance = allowanceOf(budget.properties, total);
  if (!allowance) return;
  const { at, value, pods } = allowance;
  const whose = several.map(({ resource }) => resource.name).join(", ");
  if (pods === undefined)
    yield {
      resource: budget,
      at,
      problem: `is ${shown(value)}, neither a number nor a percentage`,
      fix: repair,
    };
  else if (pods < 1)
    yield {
      resource: budget,
      at,
      problem: `${said[at](value, total)}: no pod of ${whose} may go`,
      fix: repair,
    };
}

/** What a budget says, as a message tells it. */
const said: Readonly<Record<Allowance["at"], (value: Value, total: number) => string>> = {
  spec: () => "says neither maxUnavailable nor minAvailable",
  "spec.maxUnavailable": (value) => `is ${shown(value)}`,
  "spec.minAvailable": (value, total) => `is ${shown(value)} of ${total} pods`,
};
