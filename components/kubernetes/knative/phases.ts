import type * as pulumi from "@pulumi/pulumi";
import { KubernetesObject } from "../object";
import type { ReleaseObject } from "./manifests";

/** The order in which objects come up, and, the other way round, are deleted. */
const phases = ["definitions", "foundation", "programs", "admission", "admitted"] as const;

export type Phase = (typeof phases)[number];

/** What is not named here is part of the foundation: accounts, rights, configuration, Services. */
const phaseOf: Readonly<Record<string, Phase>> = {
  CustomResourceDefinition: "definitions",
  Namespace: "definitions",
  Deployment: "programs",
  StatefulSet: "programs",
  // After what serves them, and so deleted before it: nothing is ever refused for want of an answer.
  MutatingWebhookConfiguration: "admission",
  ValidatingWebhookConfiguration: "admission",
  Certificate: "admitted",
  EventType: "admitted",
  Image: "admitted",
};

/** What to depend on to come after a whole phase. */
export type Ends = Readonly<Record<Phase, pulumi.Resource[]>>;

/**
 * Phases whose objects are there at once. One of them waits for the others, and the next phase for that one: were each
 * to wait for all, the state of a stack would be a fifth larger, and the engine writes it twice for each object.
 */
const isQuick = (phase: Phase): boolean => phase === "definitions" || phase === "foundation";

/**
 * Creates objects phase by phase, each after all of the phase before.
 * @param opts for all of them; its `dependsOn` comes before the first phase
 * @param more gives further options of an object
 */
export function createInPhases(
  name: string,
  manifests: readonly ReleaseObject[],
  opts: pulumi.CustomResourceOptions,
  more: (manifest: ReleaseObject, phase: Phase) => pulumi.CustomResourceOptions = () => ({}),
): Ends {
  let { dependsOn } = opts;
  const ends: Record<Phase, pulumi.Resource[]> = {
    definitions: [],
    foundation: [],
    programs: [],
    admission: [],
    admitted: [],
  };
  for (const phase of phases) {
    const create = (manifest: ReleaseObject) =>
      new KubernetesObject(logicalName(name, manifest), manifest, {
        ...opts,
        ...more(manifest, phase),
        dependsOn,
      });
    const objects = manifests.filter(({ kind }) => (phaseOf[kind] ?? "foundation") === phase);
    const last = isQuick(phase) && objects.length > 1 ? objects.pop() : undefined;
    ends[phase] = objects.map(create);
    if (ends[phase].length > 0) dependsOn = ends[phase];
    if (last) dependsOn = ends[phase] = [create(last)];
  }
  return ends;
}

/** Kind and name: unique within a release, and the same in every version of it. */
export function logicalName(name: string, { kind, metadata }: ReleaseObject): string {
  return [name, kind, metadata.namespace, metadata.name].filter(Boolean).join("-").toLowerCase();
}
