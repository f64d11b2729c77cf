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

/** The objects of each phase. */
export type Created = Readonly<Record<Phase, pulumi.Resource[]>>;

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
): Created {
  let dependsOn = opts.dependsOn;
  const created: Record<Phase, pulumi.Resource[]> = {
    definitions: [],
    foundation: [],
    programs: [],
    admission: [],
    admitted: [],
  };
  for (const phase of phases) {
    created[phase] = manifests
      .filter(({ kind }) => (phaseOf[kind] ?? "foundation") === phase)
      .map((manifest) => {
        const all = { ...opts, ...more(manifest, phase), dependsOn };
        return new KubernetesObject(logicalName(name, manifest), manifest, all);
      });
    if (created[phase].length > 0) dependsOn = created[phase];
  }
  return created;
}

/** Kind and name: unique within a release, and the same in every version of it. */
export function logicalName(name: string, { kind, metadata }: ReleaseObject): string {
  return [name, kind, metadata.namespace, metadata.name].filter(Boolean).join("-").toLowerCase();
}
