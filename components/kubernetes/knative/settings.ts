import type { Cluster, Duration } from "../../contracts";
import { toSeconds } from "../../duration";
import { restricted } from "../pod-security";
import type { ReleaseObject } from "./manifests";
import { proxySettings } from "./processor";

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
  /** Of what the proxies beside functions ask for of a processor. @default 1 */
  readonly processorShare?: number;
}

/** The values of Knative's ConfigMaps that differ from its defaults, by ConfigMap. */
export function settingsOf({
  ingressClass,
  ingress,
  autoscaler,
  processorShare = 1,
}: KnativeSettings): Record<string, Record<string, string>> {
  const seconds = (duration?: Duration) => (duration === undefined ? undefined : `${toSeconds(duration)}s`);
  return {
    "config-network": { "ingress-class": ingressClass, "default-external-scheme": ingress.scheme },
    "config-domain": { [ingress.domain]: "" },
    ...(processorShare !== 1 && { "config-deployment": proxySettings(processorShare) }),
    "config-autoscaler": defined({
      "stable-window": seconds(autoscaler.stableWindow),
      "scale-to-zero-grace-period": seconds(autoscaler.scaleToZeroGracePeriod),
      "scale-to-zero-pod-retention-period": seconds(autoscaler.podRetention),
    }),
  };
}

/**
 * A manifest with the stack's settings. Namespaces admit restricted pods only: every pod of the releases is one. The
 * examples inside ConfigMaps go: they are documentation.
 */
export function configure(
  manifest: ReleaseObject,
  settings: Record<string, Record<string, string>> = {},
): ReleaseObject {
  const { kind, metadata } = manifest;
  switch (kind) {
    case "Namespace":
      return { ...manifest, metadata: { ...metadata, labels: { ...metadata.labels, ...restricted } } };
    case "ConfigMap": {
      const annotations = without(metadata.annotations ?? {}, "knative.dev/example-checksum");
      const data = without((manifest.data ?? {}) as Record<string, string>, "_example");
      return {
        ...manifest,
        metadata: { ...metadata, annotations },
        data: { ...data, ...settings[metadata.name] },
      };
    }
    case "ClusterRole":
      // One that is made of others has rules that a controller writes.
      return manifest.aggregationRule ? { ...manifest, rules: undefined } : manifest;
    default:
      return manifest;
  }
}

function without<T>(values: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}

function defined(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
