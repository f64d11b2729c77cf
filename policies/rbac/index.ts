import { rbacClusterAdmin } from "./rbac-cluster-admin";
import { rbacEscalation } from "./rbac-escalation";
import { rbacSecrets } from "./rbac-secrets";
import { rbacWildcards } from "./rbac-wildcards";

/** Rules of this layer. */
export const rbac = [rbacWildcards, rbacEscalation, rbacSecrets, rbacClusterAdmin] as const;
