import { judge, object, type Manifest } from "../../../../policies/harness";
import { podSecurity } from "../../../../policies/workloads/pod-security";
import type { Answer } from "../../../support/api-server";

type Rule = (typeof podSecurity)[number]["name"];

/** Which of the rules is to find what the admission names as a reason, with words of its own about it. */
const rules: Readonly<Record<string, (detail: string) => readonly Rule[]>> = {
  "host namespaces": () => ["pod-host-access"],
  hostPort: () => ["pod-host-access"],
  hostProcess: () => ["pod-host-access"],
  "probe or lifecycle host": () => ["pod-host-access"],
  privileged: () => ["pod-privilege"],
  "allowPrivilegeEscalation != false": () => ["pod-privilege"],
  "unrestricted capabilities": () => ["pod-privilege"],
  "runAsNonRoot != true": () => ["pod-privilege"],
  "runAsUser=0": () => ["pod-privilege"],
  seccompProfile: () => ["pod-isolation"],
  "forbidden AppArmor profile": () => ["pod-isolation"],
  "forbidden AppArmor profiles": () => ["pod-isolation"],
  seLinuxOptions: () => ["pod-isolation"],
  procMount: () => ["pod-isolation"],
  "forbidden sysctls": () => ["pod-isolation"],
  "restricted volume types": (detail) => {
    const [, types = ""] = /volume types? (.*)$/.exec(detail) ?? [];
    return types.split(", ").map((type) => (type === '"hostPath"' ? "pod-host-access" : "pod-volumes"));
  },
};

const sorted = (found: Iterable<Rule>): readonly Rule[] => [...new Set(found)].sort();

/** The rules that the admission says are broken. @param text what it says after the level: `privileged (…), hostPort (…)` */
function rulesIn(text: string): readonly Rule[] {
  const reasons = [...text.matchAll(/([^(),][^()]*) \(([^()]*)\)(?:, |$)/g)];
  if (reasons.map(([all]) => all).join("") !== text) throw new Error(`Nobody can read "${text}".`);
  return sorted(
    reasons.flatMap(([, reason = "", detail = ""]) => {
      const rule = rules[reason];
      if (rule === undefined) throw new Error(`No rule is known for the reason "${reason}" of "${text}".`);
      return rule(detail);
    }),
  );
}

/**
 * What the admission of a namespace that enforces the level makes of a pod.
 *
 * @throws Error when it was refused for another reason
 */
export function enforced({ status, body: { message = "" } }: Answer): readonly Rule[] {
  if (status === 200 || status === 201) return [];
  const [, text] = / violates PodSecurity "restricted:[^"]+": (.*)$/.exec(message) ?? [];
  if (status === 403 && text !== undefined) return rulesIn(text);
  throw new Error(`The pod is invalid for another reason, status ${status}: ${message}`);
}

/** What it makes of something that makes pods: a warning. @throws Error when it was refused */
export function warned({ status, body: { message }, warning }: Answer): readonly Rule[] {
  if (status !== 201) throw new Error(`It is invalid, status ${status}: ${message}`);
  const [, text] =
    /would violate PodSecurity "restricted:[^"]+": (.*)"$/.exec(warning.replaceAll("\\", "")) ?? [];
  return text === undefined ? [] : rulesIn(text);
}

/** The rules of the pack that find something. */
export const found = (manifest: Manifest): readonly Rule[] =>
  sorted(podSecurity.filter((rule) => judge(rule, object(manifest)).length > 0).map(({ name }) => name));
