import type { FunctionSpec } from "../../contracts";
import {
  authorizationVariables,
  busVariables,
  claimVariables,
  databaseVariables,
  identityVariables,
} from "../../function-variables";
import { besidePods, type Place } from "./reach";
import { sourceOf } from "./source";

type Needs = NonNullable<FunctionSpec["needs"]>;

/** What a function can use of other layers. */
export type Need = keyof Needs;

const variables: Readonly<Record<Need, readonly string[]>> = {
  bus: Object.values(busVariables),
  database: Object.values(databaseVariables),
  identity: [...Object.values(identityVariables), ...Object.values(claimVariables)],
  authorization: Object.values(authorizationVariables),
};

/** The variables that a function gets of what it needs, by the need. */
export function variablesOfNeeds(needs: Needs = {}): ReadonlyMap<Need, readonly string[]> {
  const given = (Object.keys(variables) as Need[]).filter((need) => needs[need] !== undefined);
  return new Map(given.map((need) => [need, variables[need]]));
}

/** Whether its database is to know which events it has handled. */
export const recordsEvents = ({ needs }: Pick<FunctionSpec, "needs">): boolean =>
  needs?.bus?.ledger === true && needs.database !== undefined;

/**
 * A function with what it needs of a bus, users and permissions among its variables. Its database stays a need: the Secret with
 * it is made where the database is, and is mounted too.
 *
 * @param reach from where it runs
 */
export function withNeeds(
  name: string,
  spec: FunctionSpec,
  reach: Place["reach"] = besidePods.reach,
): FunctionSpec {
  const { bus, identity, authorization } = spec.needs ?? {};
  if (!bus && !identity && !authorization) return spec;
  return {
    ...spec,
    environment: {
      ...spec.environment,
      ...(bus && {
        [busVariables.url]: bus.url,
        [busVariables.source]: sourceOf(name),
        // An empty variable would show as a change for ever: the API server drops it.
        ...(spec.publishes?.length && { [busVariables.types]: spec.publishes.join(",") }),
        ...(recordsEvents(spec) && { [busVariables.ledger]: "on" }),
      }),
      ...(identity && {
        [identityVariables.issuer]: identity.issuer,
        [identityVariables.jwksUri]: (reach.cluster ? undefined : identity.publicJwksUri) ?? identity.jwksUri,
        [identityVariables.audience]: identity.audience,
        ...(identity.claims?.audience && { [claimVariables.audience]: identity.claims.audience }),
        ...(identity.claims?.roles && { [claimVariables.roles]: identity.claims.roles }),
      }),
      ...(authorization && {
        [authorizationVariables.endpoint]: authorization.endpoint,
        [authorizationVariables.ca]: authorization.ca,
      }),
    },
    secrets: {
      ...spec.secrets,
      ...(authorization && { [authorizationVariables.token]: authorization.presharedKey }),
    },
  };
}
