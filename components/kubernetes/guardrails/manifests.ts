import type { Manifest } from "../object";
import type { Rule } from "./rule";

/** How strictly a rule is meant: whoever breaks it is warned, or refused. */
export type Level = "disabled" | "advisory" | "mandatory";

/** Who is not judged. */
export interface Exempt {
  /** Namespaces. */
  readonly namespaces: readonly string[];
  /** Names of users. */
  readonly users: readonly string[];
}

const api = "admissionregistration.k8s.io/v1";

/** What an API server calls a rule. */
export const nameOf = (rule: string): string => `${rule}.cakestack.dev`;

/** What was there before a rule can still be labelled, and lose its finalizers; only what it says must not change. */
const changed = ["spec", "template"]
  .map((field) => `dyn(object).?${field} != dyn(oldObject).?${field}`)
  .join(" || ");

/** The rule as an API server judges by it. What it cannot judge it refuses. */
export function policyManifest(name: string, rule: Rule, exempt: Pick<Exempt, "users">): Manifest {
  const { subject, variables = [], findings, link } = rule;
  const more = `(size(variables.findings) > 1 ? " (and " + string(size(variables.findings) - 1) + " more)" : "")`;
  return {
    apiVersion: api,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: nameOf(name) },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: Object.entries(subject.resources).map(([group, resources]) => ({
          apiGroups: [group],
          apiVersions: ["*"],
          operations: ["CREATE", "UPDATE"],
          resources,
        })),
      },
      matchConditions: [
        { name: "changed", expression: changed },
        { name: "judged", expression: `!(request.userInfo.username in ${JSON.stringify(exempt.users)})` },
      ],
      variables: [...subject.variables, ...variables, { name: "findings", expression: findings.join(" + ") }],
      validations: [
        {
          expression: "size(variables.findings) == 0",
          messageExpression: `variables.findings[0] + ${more} + ${JSON.stringify(` See ${link}`)}`,
          reason: "Forbidden",
        },
      ],
    },
  };
}

const actions = { advisory: ["Warn", "Audit"], mandatory: ["Deny"] } as const;

/** Where a rule holds, and how strictly. */
export function bindingManifest(
  name: string,
  level: Exclude<Level, "disabled">,
  exempt: Pick<Exempt, "namespaces">,
): Manifest {
  const key = "kubernetes.io/metadata.name";
  return {
    apiVersion: api,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: nameOf(name) },
    spec: {
      policyName: nameOf(name),
      validationActions: actions[level],
      matchResources: {
        namespaceSelector: { matchExpressions: [{ key, operator: "NotIn", values: exempt.namespaces }] },
      },
    },
  };
}
