import { resourcePolicy } from "../policy";
import { at, isOneOf, items, shown, type Value } from "../value";
import { isBinding } from "./rules";

const published = ["system:public-info-viewer", "system:service-account-issuer-discovery"];

/** Who is everybody, and what they may have: what says nothing of what is in the cluster. */
const everybody: ReadonlyMap<Value, readonly string[]> = new Map([
  ["system:anonymous", published],
  ["system:unauthenticated", published],
  // On some clouds these are all who have an account there.
  ["system:authenticated", [...published, "system:discovery", "system:basic-user"]],
]);

/** Nobody is given everything, and not everybody something. */
export const rbacClusterAdmin = resourcePolicy({
  name: "rbac-cluster-admin",
  description:
    "No binding gives the role cluster-admin, or anything to the group system:masters or to everybody.",
  why: "One leaked token or one pod that is taken over is then the whole cluster, with all that it reaches.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege",
  concerns: isBinding,
  *check({ properties }) {
    const role = at(properties, "roleRef", "name");
    if (role === "cluster-admin" && !isOneOf(at(properties, "roleRef", "kind"), ["Role"]))
      yield {
        at: "roleRef.name",
        problem: `is ${shown(role)}, which may do everything`,
        fix: "Bind a role that has only the rights that are used",
      };
    for (const [index, subject] of items(at(properties, "subjects")).entries()) {
      const name = at(subject, "name");
      if (name === "system:masters")
        yield {
          at: `subjects[${index}].name`,
          problem: `is ${shown(name)}, whose members may do everything, whatever roles say`,
          fix: "Name the users, groups or service accounts that need the role",
        };
      const allowed = everybody.get(name);
      if (allowed && !isOneOf(role, allowed))
        yield {
          at: `subjects[${index}].name`,
          problem: `is ${shown(name)}: everybody who reaches the cluster has the role ${shown(role)}`,
          fix: "Name the users, groups or service accounts that need the role",
        };
    }
  },
});
