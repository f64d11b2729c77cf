import type { Settings } from "../presets";

/** Connections of a pod: Keycloak's waits for one at a sign-in, SpiceDB's reads and writes at once. */
const eachPod = { identity: 10, permissions: 6 } as const;

/** A database of the platform's own programs. */
export type OwnDatabase = keyof typeof eachPod;

/** The connections that the platform's own programs take, by their databases. */
export function ownShares({
  identity,
  authorization,
}: Pick<Settings, "identity" | "authorization">): Partial<Record<OwnDatabase, number>> {
  return {
    ...(identity?.kind === "keycloak" && { identity: eachPod.identity * identity.replicas }),
    // While pods are replaced, there is one more.
    ...(authorization && { permissions: eachPod.permissions * (authorization.replicas + 1) }),
  };
}
