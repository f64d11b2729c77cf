import type * as pulumi from "@pulumi/pulumi";
import { loadManifests, type ManifestSource, type ReleaseFile, type ReleaseObject } from "./manifests";
import { createInPhases, type Ends } from "./phases";
import { withProcessorShare } from "./processor";
import { isIdle, withReplicas } from "./replicas";
import { withNamedRights } from "./rights";
import { configure } from "./settings";
import { retryUntilAdmitted } from "./webhook";

/** What of a release is installed, and how. */
export interface Release {
  readonly source: ManifestSource;
  readonly files: readonly ReleaseFile[];
  /** Pods of each program. */
  readonly replicas: number;
  /** Of what its programs ask for of a processor. @default 1 */
  readonly processorShare?: number;
  /** Values of its ConfigMaps that differ from its own, by ConfigMap. */
  readonly settings?: Record<string, Record<string, string>>;
  /** Objects that are made with it. */
  readonly more?: readonly ReleaseObject[];
}

/**
 * Installs a part of Knative phase by phase. What its programs write themselves is left to them: a second update finds
 * nothing to do.
 *
 * @returns what to come after, by phase; the objects of the last one are there once the webhook has admitted them
 */
export async function installRelease(
  name: string,
  { source, files, replicas, processorShare = 1, settings, more = [] }: Release,
  parent: pulumi.Resource,
): Promise<Ends> {
  const manifests = withNamedRights(await loadManifests(source, files, parent));
  const idle = new Set(manifests.filter(isIdle).map(({ metadata }) => metadata.name));
  const several = withReplicas(manifests, replicas);
  const modest = processorShare === 1 ? several : withProcessorShare(several, processorShare);
  const objects = modest.map((manifest) => configure(manifest, settings));
  const retry = retryUntilAdmitted(name);
  return createInPhases(name, [...objects, ...more], { parent }, ({ metadata }, phase) => {
    if (phase === "programs" && idle.has(metadata.name)) return startedWhenNeeded;
    if (phase === "admitted") return { hooks: { onError: [retry] } };
    return phase === "admission" ? writtenByWebhook : {};
  });
}

/** The webhook writes its rules and its certificate there itself. */
const writtenByWebhook: pulumi.CustomResourceOptions = { ignoreChanges: ["webhooks"] };

/** A controller starts it, and tells it then how to run. */
const startedWhenNeeded: pulumi.CustomResourceOptions = {
  ignoreChanges: ["spec.replicas", "spec.template.spec.containers[0].env"],
};
