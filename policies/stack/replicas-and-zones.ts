import { kind, kindOf, podTemplate } from "../kubernetes";
import { stackPolicy, type Resource, type StackFinding } from "../policy";
import { allSame, namespaceOf } from "../references";
import { at, entries, isObject, items, shown, UNKNOWN, type Value } from "../value";

const isWorkload = kind("apps", "Deployment", "StatefulSet");
const isService = kind("core", "Service");
const isBudget = kind("policy", "PodDisruptionBudget");
const isAutoscaler = kind("autoscaling", "HorizontalPodAutoscaler");

const zone = "topology.kubernetes.io/zone";

export const replicasAndZones = stackPolicy({
  name: "replicas-and-zones",
  description: "What others call, or what has a disruption budget, has two pods or more, in several zones.",
  why: "One pod is none while its node is drained, and all pods of one zone are none when that zone fails.",
  link: "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
  options: {
    exempt: {
      description: "Names of resources that there is one of, such as a database on one volume.",
      type: "array",
      items: { type: "string" },
      default: [] as readonly string[],
    },
  },
  *check(resources, { options: { exempt } }) {
    for (const workload of resources) {
      if (!isWorkload(workload.type) || exempt.includes(workload.name)) continue;
      if (!resources.some((one) => wants(one, workload))) continue;
      yield* replicaFindings(workload, resources);
      yield* zoneFindings(workload);
    }
  },
});

/** Whether something says that a workload must stay up: it calls its pods, or it keeps some of them. */
function wants(one: Resource, workload: Resource): boolean {
  const labels = at(podTemplate(workload).metadata, "labels");
  const selector = at(one.properties, "spec", "selector");
  if (allSame([namespaceOf(one), namespaceOf(workload)]) !== true) return false;
  if (isService(one.type)) return entries(selector).length > 0 && hasLabels(labels, selector);
  return isBudget(one.type) && isObject(selector) && isSelected(labels, selector);
}

/** Whether labels are known to have everything that is asked for. */
const hasLabels = (labels: Value, asked: Value): boolean =>
  allSame(...entries(asked).map(([name, value]) => [at(labels, name), value] as const)) === true;

/** By labels, expressions, or both; a budget without any is for all pods of its namespace. */
const isSelected = (labels: Value, selector: Value): boolean =>
  hasLabels(labels, at(selector, "matchLabels")) &&
  items(at(selector, "matchExpressions")).every((one) => meets(labels, one));

function meets(labels: Value, expression: Value): boolean {
  const key = at(expression, "key");
  const found = typeof key === "string" ? at(labels, key) : UNKNOWN;
  const values = items(at(expression, "values"));
  if (found === UNKNOWN || values.includes(UNKNOWN)) return false;
  return operators.get(at(expression, "operator"))?.(found, values) ?? false;
}

/** What the operators of expressions say of a label. */
const operators: ReadonlyMap<Value, (found: Value, values: readonly Value[]) => boolean> = new Map([
  ["In", (found, values) => values.includes(found)],
  ["NotIn", (found, values) => !values.includes(found)],
  ["Exists", (found) => found !== undefined],
  ["DoesNotExist", (found) => found === undefined],
]);

function* replicaFindings(workload: Resource, all: readonly Resource[]): Iterable<StackFinding> {
  const scaler = all.find((one) => scales(one, workload) === true);
  if (!scaler && all.some((one) => scales(one, workload) === UNKNOWN)) return;
  const path = scaler ? "spec.minReplicas" : "spec.replicas";
  const resource = scaler ?? workload;
  const found = at(resource.properties, ...path.split("."));
  if (found === UNKNOWN || (typeof found === "number" && found >= 2)) return;
  yield {
    resource,
    at: path,
    problem: `is ${shown(found)}, and others need ${workload.name}`,
    fix: `Set ${path} to 2 or more`,
  };
}

/** Whether it is a HorizontalPodAutoscaler that says how many pods a workload has. */
function scales(scaler: Resource, workload: Resource): boolean | typeof UNKNOWN {
  if (!isAutoscaler(scaler.type)) return false;
  const target = at(scaler.properties, "spec", "scaleTargetRef");
  return allSame(
    [at(target, "kind"), kindOf(workload.type)?.kind],
    [at(target, "name"), at(workload.properties, "metadata", "name")],
    [namespaceOf(scaler), namespaceOf(workload)],
  );
}

function* zoneFindings(resource: Resource): Iterable<StackFinding> {
  const { at: where, spec } = podTemplate(resource);
  const constraints = at(spec, "topologySpreadConstraints");
  const apart = at(spec, "affinity", "podAntiAffinity");
  const required = at(apart, "requiredDuringSchedulingIgnoredDuringExecution");
  const preferred = at(apart, "preferredDuringSchedulingIgnoredDuringExecution");
  const spreads = [
    ...items(constraints).map((one) => at(one, "topologyKey")),
    ...items(required).map((one) => at(one, "topologyKey")),
    ...items(preferred).map((one) => at(one, "podAffinityTerm", "topologyKey")),
  ];
  const unknown = [constraints, required, preferred, ...spreads].includes(UNKNOWN);
  if (unknown || spreads.includes(zone)) return;
  yield {
    resource,
    at: `${where}.topologySpreadConstraints`,
    problem: `${constraints === undefined ? "is missing" : `does not name ${zone}`}, so that all pods may be in one zone`,
    fix: `Add a constraint with topologyKey "${zone}", maxSkew 1, whenUnsatisfiable "ScheduleAnyway" and the labelSelector of the pods`,
  };
}
