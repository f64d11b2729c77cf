import type * as pulumi from "@pulumi/pulumi";
import { usualPorts } from "../../components/address";
import { client, type ClientArgs } from "../../components/auth/client";
import { Keycloak } from "../../components/auth/keycloak";
import type { KeycloakImage } from "../../components/auth/keycloak/image";
import { httpPort } from "../../components/auth/keycloak/hosts";
import { oidcIdentity } from "../../components/auth/oidc";
import { Realm } from "../../components/auth/realm";
import type { Store } from "../../components/auth/store";
import type { Cluster, Identity, OidcClient } from "../../components/contracts";
import { egressTo } from "../../components/kubernetes/egress";
import { identityName } from "../names";
import { realm, tryOutUsers } from "../realm";
import type { ChosenIdentity } from "./preflight";

/** Who signs users in. */
export interface IdentityLayer {
  readonly identity: Identity;
  /** Makes an application known that users sign in to. */
  readonly client: (name: string, args: ClientArgs) => OidcClient;
  /** What a namespace must let out for its pods to get the keys that tokens are verified with. */
  readonly egress: object;
  /** Where users see what is theirs, and who is there to try it; undefined where users are somebody else's. */
  readonly signIn?: SignIn;
}

/** A page to sign in at. */
export interface SignIn {
  readonly url: pulumi.Output<string | undefined>;
  /** First passwords of users to try it with, by name; secret. */
  readonly passwords: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Where Keycloak runs, and for whom. */
export interface IdentityPlace {
  readonly cluster: Pick<Cluster, "ingress">;
  /** Its database. Asked for only where it needs one. */
  readonly store: () => Store;
  readonly image?: KeycloakImage | undefined;
  /** A host name that leads to the ingress from this machine. @default – one below the cluster's domain */
  readonly adminHost?: string;
  /** Namespaces whose pods verify tokens. */
  readonly callers: readonly string[];
}

export function identityLayer(
  chosen: ChosenIdentity,
  place: IdentityPlace,
  opts: pulumi.ComponentResourceOptions,
): IdentityLayer {
  switch (chosen.kind) {
    case "keycloak":
      return ownRealm(chosen, place, opts);
    case "oidc": {
      const identity = oidcIdentity(chosen.provider, chosen.clients ?? {}, chosen.claims);
      return {
        identity,
        client: (name, args) => client(identity, name, args),
        egress: egressTo({ reach: { kind: "internet" }, port: portOf(chosen.provider.jwksUri) }),
      };
    }
    default:
      return chosen satisfies never;
  }
}

function ownRealm(
  chosen: Extract<ChosenIdentity, { kind: "keycloak" }>,
  { cluster, store, image, callers, adminHost }: IdentityPlace,
  opts: pulumi.ComponentResourceOptions,
): IdentityLayer {
  const { replicas, memory, loginsPerSecond, console, passkeys, users } = chosen;
  const { name, ...what } = realm;
  const keycloak = new Keycloak(
    identityName,
    {
      cluster,
      store: store(),
      realms: [name],
      ingress: chosen.ingress,
      image,
      replicas,
      memory,
      load: loginsPerSecond === undefined ? undefined : { loginsPerSecond },
      callers,
      adminHost: chosen.adminHost ?? adminHost,
      console,
    },
    opts,
  );
  const { identity, passwords, within } = new Realm(
    name,
    { keycloak, ...what, passkeys, users: users ? tryOutUsers : {} },
    opts,
  );
  return {
    identity,
    client: (application, args) => client(identity, application, args, within),
    egress: egressTo({ reach: { kind: "cluster", namespace: identityName }, port: httpPort }),
    // Keycloak's own page, where users see and change what is theirs.
    signIn: { url: identity.issuer.apply((issuer) => `${issuer}/account/`), passwords },
  };
}

/** The port of an address, which goes without saying where it is the usual one. */
function portOf(address: string): number {
  const { port, protocol } = new URL(address);
  return Number(port) || usualPorts[protocol === "https:" ? "https" : "http"];
}
