import type { Cluster, Duration } from "../../contracts";
import { toSeconds } from "../../duration";
import type { Manifest } from "../object";

/** When functions go to zero; Knative's own defaults where left out. */
export interface AutoscalerSettings {
  readonly stableWindow?: Duration;
  readonly scaleToZeroGracePeriod?: Duration;
  readonly podRetention?: Duration;
}

/** What the stack decides of Knative's configuration. */
export interface KnativeSettings {
  readonly ingressClass: string;
  readonly ingress: Cluster["ingress"];
  readonly autoscaler: AutoscalerSettings;
}

/** The values of Knative's ConfigMaps that differ from its defaults, by ConfigMap. */
export function settingsOf({ ingressClass, ingress, autoscaler }: KnativeSettings): Record<string, Record<string, string>> {
  const seconds = (duration?: Duration) => (duration === undefined ? undefined : `${toSeconds(duration)}s`);
  return {
    "config-network": { "ingress-class": ingressClass },
    "config-domain": { [ingress.domain]: "" },
    "config-autoscaler": defined({
      "stable-window": seconds(autoscaler.stableWindow),
      "scale-to-zero-grace-period": seconds(autoscaler.scaleToZeroGracePeriod),
      "scale-to-zero-pod-retention-period": seconds(autoscaler.podRetention),
    }),
  };
}

/** A manifest with the stack's settings. The examples inside ConfigMaps go: they are documentation. */
export function configure(manifest: Manifest, settings: Record<string, Record<string, string>>): Manifest {
  if (manifest.kind !== "ConfigMap") return manifest;
  const { _example, ...data } = (manifest.data ?? {}) as Record<string, string>;
  const { "knative.dev/example-checksum": _checksum, ...annotations } = manifest.metadata.annotations ?? {};
  const own = settings[manifest.metadata.name as string];
  return { ...manifest, metadata: { ...manifest.metadata, annotations }, data: { ...data, ...own } };
}

function defined(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
