import type { Input } from "@pulumi/pulumi";
import type { Manifest } from "./object";

type Labels = Readonly<Record<string, string>>;

/** Over zones and hosts where there are several; one that is alone takes them all. @param labels of the pods */
export const spreadOver = (labels: Labels): object[] =>
  ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: labels },
  }));

/** Nodes are drained one pod at a time; a pod that does not work anyway is in nobody's way. */
export function disruptionBudget(
  name: string,
  namespace: Input<string> | undefined,
  labels: Labels,
): Manifest {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, namespace },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: labels },
    },
  };
}
