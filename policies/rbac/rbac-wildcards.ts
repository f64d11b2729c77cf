import { resourcePolicy } from "../policy";
import { at, isObject, items, shown, UNKNOWN } from "../value";
import { isRole, rulesOf } from "./rules";

/** The lists of a rule in which `*` stands for everything that there is, or will be. */
const fields = ["apiGroups", "resources", "verbs", "nonResourceURLs"] as const;

/** Roles say what they give. */
export const rbacWildcards = resourcePolicy({
  name: "rbac-wildcards",
  description: "A role names the API groups, resources, verbs and addresses that it gives: no wildcards.",
  why: "A wildcard gives away what nobody has thought of, and every kind of object that will be installed later.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege",
  concerns: isRole,
  *check(resource) {
    for (const { at: where, value: rule } of rulesOf(resource)) {
      if (rule !== UNKNOWN && !isObject(rule))
        yield {
          at: where,
          problem: `is ${shown(rule)}, which is no rule`,
          fix: "Make it an object with verbs",
        };
      for (const field of fields) {
        const wild = items(at(rule, field)).filter(
          (item) => item !== UNKNOWN && (typeof item !== "string" || item.includes("*")),
        );
        if (wild.length > 0)
          yield {
            at: `${where}.${field}`,
            problem: `has ${wild.map(shown).join(", ")}`,
            fix: `Name the ${field} that are used, one by one`,
          };
      }
    }
  },
});
