import type { Manifest } from "../../../policies/harness";
import type { Properties } from "../../../policies/value";
import { container as restricted, makersOf, pod as restrictedPod, type Pod } from "./pods";

/** A container that every rule takes, with other fields. */
export const container = (fields: Properties = {}): Properties =>
  restricted({
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "16Mi" } },
    readinessProbe: { tcpSocket: { port: 8080 } },
    ...fields,
  });

/** One that runs to its end before the others. */
export const before = (fields: Properties = {}): Properties =>
  container({ name: "prepare", readinessProbe: undefined, ...fields });

/** One that runs before the others and beside them. */
export const beside = (fields: Properties = {}): Properties =>
  container({ name: "proxy", restartPolicy: "Always", ...fields });

/** One that is put into a pod that runs. */
export const within = (fields: Properties = {}): Properties => restricted({ name: "debug", ...fields });

/** A pod that every rule takes, with other fields. */
export const pod = (spec: Properties = {}): Pod =>
  restrictedPod({ automountServiceAccountToken: false, containers: [container()], ...spec });

/** Such a pod as each kind of object has it: the kind, where its pods are, and the object. */
export function inEveryKind(spec: Properties): [kind: string, at: string, manifest: Manifest][] {
  const one = pod(spec);
  return [
    ["Pod", "spec", one],
    ...makersOf(one).map(({ kind, at, manifest }): [string, string, Manifest] => [kind, at, manifest]),
  ];
}
