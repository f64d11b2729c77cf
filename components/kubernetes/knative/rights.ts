import type { ReleaseObject } from "./manifests";

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}

/** What can be done to a custom resource. */
const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

/**
 * A release's objects with roles that name what they give: `*` in a group of the release stands for what the release
 * defines there, and not for what somebody adds. A rule of which nothing is left goes, and one that the release cannot
 * tell the meaning of stays.
 */
export function withNamedRights(manifests: readonly ReleaseObject[]): ReleaseObject[] {
  const defined = definedIn(manifests);
  return manifests.map((manifest) => {
    if (manifest.kind !== "ClusterRole" || !Array.isArray(manifest.rules)) return manifest;
    const rules = (manifest.rules as Rule[])
      .map((rule) => named(rule, defined))
      .filter(({ resources }) => resources?.length !== 0);
    // An API server forgets an empty list: it would be put back with every update.
    return { ...manifest, rules: rules.length > 0 ? rules : undefined };
  });
}

type Defined = ReadonlyMap<string, readonly string[]>;

/** The plural names of what a release defines, by group. */
function definedIn(manifests: readonly ReleaseObject[]): Defined {
  const defined = new Map<string, readonly string[]>();
  for (const { kind, metadata } of manifests) {
    if (kind !== "CustomResourceDefinition") continue;
    const [plural = "", ...rest] = metadata.name.split(".");
    const group = rest.join(".");
    defined.set(group, [...(defined.get(group) ?? []), plural]);
  }
  return defined;
}

function named(rule: Rule, defined: Defined): Rule {
  const { apiGroups = [], resources } = rule;
  if (!resources) return rule;
  // What is scaled is a Deployment: no release has a custom resource that can be.
  if (apiGroups.includes("*") && resources.every((one) => one === "*/scale"))
    return { ...rule, apiGroups: ["apps"], resources: ["deployments/scale"] };
  if (!apiGroups.every((group) => group.endsWith(".knative.dev"))) return rule;
  const plurals = apiGroups.flatMap((group) => defined.get(group) ?? []);
  return {
    ...rule,
    resources: [...new Set(resources.flatMap((one) => meant(one, plurals)))],
    verbs: rule.verbs.includes("*") ? verbs : rule.verbs,
  };
}

/** `*` is everything with its state; `*\/status` is the state of everything. */
function meant(resource: string, plurals: readonly string[]): readonly string[] {
  if (resource === "*") return plurals.flatMap((one) => [one, `${one}/status`]);
  const [kind, ...subresource] = resource.split("/");
  return kind === "*" ? plurals.map((one) => [one, ...subresource].join("/")) : [resource];
}
