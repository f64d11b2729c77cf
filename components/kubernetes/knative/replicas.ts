import { disruptionBudget, spreadOver } from "../availability";
import type { ReleaseObject } from "./manifests";

interface Autoscaler {
  readonly maxReplicas: number;
  readonly scaleTargetRef: { readonly name: string };
}

/** What selects pods: a budget, or what makes them. */
interface Selecting {
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
}

interface PodController extends Selecting {
  readonly replicas?: number;
  readonly template: { readonly spec: object };
}

/** How long a pod may take to end that has no other to leave its requests to, in seconds. */
const lastWords = 5;

/**
 * A release's objects with so many pods of every Deployment, in several zones where there are some. One pod needs neither
 * an autoscaler, which would want a metrics server, nor a disruption budget, which would keep every node from being
 * drained. Of several, each Deployment has a budget: the releases have one for some only.
 */
export function withReplicas(manifests: readonly ReleaseObject[], replicas: number): ReleaseObject[] {
  const several = replicas > 1;
  const scaled = new Set(several ? manifests.flatMap(scaledDeployment) : []);
  const adapted = manifests.flatMap((manifest) => {
    const spec = manifest.spec as object;
    switch (manifest.kind) {
      case "HorizontalPodAutoscaler":
        return several ? [{ ...manifest, spec: withMinimum(spec as Autoscaler, replicas) }] : [];
      case "PodDisruptionBudget":
        return several ? [{ ...manifest, spec: oneAtATime(spec) }] : [];
      case "Deployment":
        if (!several) return [{ ...manifest, spec: alone(spec as PodController) }];
        // A number of ours, or a Deployment that someone has scaled would never show as changed.
        return [
          {
            ...manifest,
            spec: { ...spread(spec as PodController), ...(!scaled.has(idOf(manifest)) && { replicas }) },
          },
        ];
      default:
        return [manifest];
    }
  });
  return several ? [...adapted, ...missingBudgets(manifests)] : adapted;
}

/** Whether a release has no pod of it until a controller asks for one. */
export const isIdle = ({ kind, spec }: ReleaseObject): boolean =>
  kind === "Deployment" && (spec as PodController).replicas === 0;

/** Knative's pods drain for 45 s and may take ten minutes, and for as long their namespace cannot be deleted. */
function alone(spec: PodController): object {
  const pods = { ...spec.template.spec, terminationGracePeriodSeconds: lastWords };
  const replicas = Math.min(spec.replicas ?? 1, 1);
  return { ...spec, replicas, template: { ...spec.template, spec: pods } };
}

/** The releases keep pods apart by hosts only: all of them may be in a zone that fails. */
function spread(spec: PodController): object {
  const labels = spec.selector?.matchLabels;
  if (!labels) return spec;
  const pods = { ...spec.template.spec, topologySpreadConstraints: spreadOver(labels) };
  return { ...spec, template: { ...spec.template, spec: pods } };
}

const idOf = ({ metadata }: ReleaseObject, name = metadata.name): string => `${metadata.namespace}/${name}`;

function scaledDeployment(manifest: ReleaseObject): string[] {
  if (manifest.kind !== "HorizontalPodAutoscaler") return [];
  return [idOf(manifest, (manifest.spec as Autoscaler).scaleTargetRef.name)];
}

const withMinimum = (spec: Autoscaler, replicas: number): object => ({
  ...spec,
  minReplicas: replicas,
  maxReplicas: Math.max(spec.maxReplicas, replicas),
});

/** The releases keep 80 % of the pods: of two or three that is all of them, and no node could be drained. */
const oneAtATime = (spec: object): object => ({ ...spec, minAvailable: undefined, maxUnavailable: 1 });

function missingBudgets(manifests: readonly ReleaseObject[]): ReleaseObject[] {
  const budgets = manifests.filter(({ kind }) => kind === "PodDisruptionBudget");
  return (
    manifests
      .filter(({ kind }) => kind === "Deployment")
      // Without labels it would be a budget for every pod of the namespace.
      .filter((deployment) => Object.keys(labelsOf(deployment)).length > 0)
      .filter((deployment) => !budgets.some((budget) => covers(budget, deployment)))
      .map((deployment) => {
        const { name, namespace } = deployment.metadata;
        const budget = disruptionBudget(name, namespace, labelsOf(deployment));
        return { ...budget, metadata: { name, namespace } };
      })
  );
}

const labelsOf = ({ spec }: ReleaseObject) => (spec as Selecting).selector?.matchLabels ?? {};

/** Whether a budget is one for the pods of a Deployment, which have all labels that that selects them by. */
function covers(budget: ReleaseObject, deployment: ReleaseObject): boolean {
  const labels = labelsOf(deployment);
  const isSamePlace = budget.metadata.namespace === deployment.metadata.namespace;
  return isSamePlace && Object.entries(labelsOf(budget)).every(([name, value]) => labels[name] === value);
}
