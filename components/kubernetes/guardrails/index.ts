import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../../refuse";
import { namespaceName } from "../namespace";
import { KubernetesObject } from "../object";
import { bindingManifest, policyManifest, type Exempt, type Level } from "./manifests";
import { ruleNames, rules, type RuleName, type RuleOptions } from "./rules";

export type { Level } from "./manifests";
export { ruleNames, type RuleName, type RuleOptions } from "./rules";

export interface GuardrailsArgs extends RuleOptions {
  /** How strictly each rule is meant. */
  readonly levels: Readonly<Record<RuleName, Level>>;
  /** Namespaces that no rule holds in, besides those of Kubernetes itself: of programs that need more. @default – none */
  readonly exemptNamespaces?: readonly string[];
  /**
   * Users whose objects no rule is asked about, besides the controllers of Kubernetes itself: controllers that make
   * objects out of others, which have been judged. @default – none
   * @example ["system:serviceaccount:knative-serving:controller"]
   */
  readonly exemptUsers?: readonly string[];
}

/** Namespaces that Kubernetes makes for itself. */
const systemNamespaces = ["kube-system", "kube-public", "kube-node-lease"];

/**
 * What makes pods of Deployments and their like. A pod is judged by what it is made of: there somebody reads of it. Where
 * the controllers have no accounts of their own, they are all one user.
 */
const systemUsers = [
  "system:kube-controller-manager",
  ...[
    "cronjob-controller",
    "daemon-set-controller",
    "deployment-controller",
    "generic-garbage-collector",
    "job-controller",
    "replicaset-controller",
    "replication-controller",
    "statefulset-controller",
  ].map((account) => `system:serviceaccount:kube-system:${account}`),
];

/**
 * Rules that the API server of a cluster itself holds everyone to, as ValidatingAdmissionPolicies: whoever comes by another
 * way than Pulumi is told, or refused, too. There is one of them for a cluster.
 *
 * @example new Guardrails("guardrails", { levels, registries, exemptNamespaces: ["knative-serving"] }, { provider })
 *
 * @throws ResourceError naming every argument that is wrong
 */
export class Guardrails extends pulumi.ComponentResource {
  constructor(name: string, args: GuardrailsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:kubernetes:Guardrails", name, {}, opts);
    refuse(`Guardrails ${name}`, problemsOf(args), this);
    const exempt: Exempt = {
      namespaces: [...systemNamespaces, ...(args.exemptNamespaces ?? [])],
      users: [...systemUsers, ...(args.exemptUsers ?? [])],
    };
    for (const rule of ruleNames) {
      const level = args.levels[rule];
      if (level === "disabled") continue;
      const policy = new KubernetesObject(
        `${name}-${rule}`,
        policyManifest(rule, rules[rule](args), exempt),
        { parent: this },
      );
      // A binding without its policy holds nobody to anything: it comes last, and goes first.
      new KubernetesObject(`${name}-${rule}-binding`, bindingManifest(rule, level, exempt), {
        parent: this,
        dependsOn: policy,
      });
    }
    this.registerOutputs();
  }
}

function problemsOf({ exemptNamespaces = [], exemptUsers = [] }: GuardrailsArgs): string[] {
  return [
    ...exemptNamespaces
      .filter((one) => !namespaceName.test(one))
      .map((one) => `exemptNamespaces has ${JSON.stringify(one)}. Allowed: names of namespaces.`),
    ...exemptUsers
      .filter((one) => !one.trim())
      .map(
        (one) =>
          `exemptUsers has ${JSON.stringify(one)}. Allowed: names of users, such as system:serviceaccount:knative-serving:controller.`,
      ),
  ];
}
