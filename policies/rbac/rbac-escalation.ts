import { resourcePolicy } from "../policy";
import { granted, isBoundTo, isRole, rulesOf, type Right } from "./rules";

/** A right whose holder can come by others. */
interface Escalation extends Right {
  /** What its holder can do. */
  readonly leads: string;
  /** Objects for which it is none, where a rule names them in resourceNames. @default – none */
  readonly harmlessFor?: (name: string) => boolean;
}

const any = () => true;
const changes = ["create", "update", "patch", "delete", "deletecollection"];

/**
 * The list of the page that the policy links to. Two of its rights have rules of their own here, or elsewhere: the reading
 * of Secrets (rbac-secrets), and the making of pods, which Pod Security bounds.
 */
const escalations: readonly Escalation[] = [
  {
    group: "rbac.authorization.k8s.io",
    resources: ["roles", "clusterroles"],
    verbs: ["escalate"],
    leads: "write any right into a role",
  },
  {
    group: "rbac.authorization.k8s.io",
    resources: ["roles", "clusterroles"],
    verbs: ["bind"],
    leads: "give itself any role",
  },
  {
    group: "",
    resources: ["users", "groups", "serviceaccounts"],
    verbs: ["impersonate"],
    leads: "act as somebody else",
  },
  {
    group: "authentication.k8s.io",
    resources: ["uids", "userextras", "userextras/*"],
    verbs: ["impersonate"],
    leads: "act as somebody else",
  },
  {
    group: "",
    resources: ["serviceaccounts/token"],
    verbs: ["create"],
    leads: "make itself a token of any service account",
    harmlessFor: any,
  },
  {
    group: "",
    resources: ["nodes/proxy"],
    verbs: ["get", ...changes],
    leads: "run commands in every pod of a node",
  },
  {
    group: "",
    resources: ["persistentvolumes"],
    verbs: ["create"],
    leads: "mount the files of a node",
  },
  {
    group: "certificates.k8s.io",
    resources: ["certificatesigningrequests/approval"],
    verbs: ["update", "patch"],
    leads: "have a certificate made out in any name",
  },
  {
    group: "certificates.k8s.io",
    resources: ["signers"],
    verbs: ["approve", "sign"],
    leads: "have a certificate made out in any name",
    // What those of others sign is no way into the cluster.
    harmlessFor: (name) => name !== "*" && !name.startsWith("kubernetes.io/"),
  },
  {
    group: "admissionregistration.k8s.io",
    resources: ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
    verbs: changes,
    leads: "read and change whatever is sent to the cluster",
    harmlessFor: any,
  },
  {
    group: "",
    resources: ["namespaces"],
    verbs: ["update", "patch"],
    leads: "lift the Pod Security and the isolation of a namespace by its labels",
    harmlessFor: any,
  },
];

/** Nobody can raise their own rights. */
export const rbacEscalation = resourcePolicy({
  name: "rbac-escalation",
  description: "A role gives nothing by which its holder can come by rights that it was not given.",
  why: "Whoever takes over one such pod or account has the cluster.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#privilege-escalation-risks",
  concerns: isRole,
  *check(resource) {
    for (const { at, value: rule } of rulesOf(resource)) {
      const found = new Map<string, Escalation[]>();
      for (const escalation of escalations) {
        const { harmlessFor } = escalation;
        const given = granted(rule, escalation);
        if (given === undefined || (harmlessFor && isBoundTo(rule, harmlessFor))) continue;
        found.set(given, [...(found.get(given) ?? []), escalation]);
      }
      for (const [given, all] of found)
        yield { at, problem: `gives ${given}: its holder can ${leadsOf(all)}`, fix: fixOf(all) };
    }
  },
});

/** Each once: two rights may lead to the same. */
const leadsOf = (all: readonly Escalation[]): string =>
  [...new Set(all.map(({ leads }) => leads))].join("; or ");

function fixOf(all: readonly Escalation[]): string {
  const rights = all.map(({ verbs, resources }) => `${verbs.join(", ")} on ${resources.join(", ")}`);
  const fix = `Leave out ${rights.join("; and ")}`;
  return all.every(({ harmlessFor }) => harmlessFor)
    ? `${fix}, or name the objects that it is for in resourceNames`
    : fix;
}
