import type { ReleaseObject } from "./manifests";

interface Container {
  readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
}

interface Pods {
  readonly template: { readonly spec: { readonly containers?: readonly Container[] } };
}

/** What the proxy beside every function asks for in Knative's own configuration. */
const proxy = "25m";

/**
 * A release's objects that ask for a share of the processor that they ask for themselves. The releases are for nodes of
 * their own: together they ask for more than half of a small machine, and what is asked for is kept from functions, used
 * or not.
 *
 * @param share above 0, up to 1
 */
export const withProcessorShare = (manifests: readonly ReleaseObject[], share: number): ReleaseObject[] =>
  manifests.map((manifest) =>
    manifest.kind === "Deployment" ? { ...manifest, spec: modest(manifest.spec as Pods, share) } : manifest,
  );

/** The setting of the proxies that do so, too. */
export const proxySettings = (share: number): Record<string, string> => ({
  "queue-sidecar-cpu-request": shareOf(proxy, share),
});

function modest(spec: Pods, share: number): object {
  const containers = spec.template.spec.containers?.map((container) => {
    const { requests } = container.resources ?? {};
    if (requests?.cpu === undefined) return container;
    const cpu = shareOf(requests.cpu, share);
    return { ...container, resources: { ...container.resources, requests: { ...requests, cpu } } };
  });
  return { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, containers } } };
}

/** A share of `250m` or `0.5`, in whole thousandths of a core. */
function shareOf(cpu: string, share: number): string {
  const thousandths = cpu.endsWith("m") ? parseFloat(cpu) : parseFloat(cpu) * 1000;
  return `${Math.max(1, Math.round(thousandths * share))}m`;
}
