import { GenericRoleMapper, openid } from "@pulumi/keycloak";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { Identity, OidcClient } from "../../contracts";
import { refuse } from "../../refuse";
import type { ClientArgs } from "./args";
import { problemsOf, roleProblems } from "./problems";
import { checkedRedirects, originsOf } from "./redirects";

type Realm = Extract<Identity, { kind: "keycloak" }>;

/** What no application has, and what each has only by being told so. */
const closed = {
  enabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  standardFlowEnabled: false,
  serviceAccountsEnabled: false,
  oauth2DeviceAuthorizationGrantEnabled: false,
  // A token tells of the roles that its application was given, not of everything that its user is.
  fullScopeAllowed: false,
  consentRequired: false,
} as const;

/** An application that is known to a realm. What it is made of is deleted with `opts.deletedWith`, the realm. */
export class KeycloakClient extends pulumi.ComponentResource implements OidcClient {
  readonly clientId: pulumi.Output<string>;
  readonly clientSecret?: pulumi.Output<string>;

  /** @param name also the id by which it is known */
  constructor(name: string, identity: Realm, args: ClientArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("cakestack:auth:Client", name, {}, opts);
    const problems = [...problemsOf(name, args), ...roleProblems(args, Object.keys(identity.roles))];
    refuse(`Client ${name}`, problems, this);
    const { provider, deletedWith } = opts;
    const within = { parent: this, provider, deletedWith };
    const { realm: realmId } = identity;
    const secret = args.kind === "service" ? this.secret(name, args.rotation ?? 0) : undefined;
    const made = new openid.Client(
      name,
      {
        realmId,
        clientId: name,
        name: args.displayName ?? name,
        ...closed,
        ...grantsOf(name, args),
        ...(secret && { clientSecret: secret }),
      },
      within,
    );
    // They go with the application.
    const inside = { ...within, deletedWith: deletedWith ?? made };
    const rest = [
      ...(args.audiences ?? []).map((audience) => this.audience(name, audience, realmId, made, inside)),
      ...(args.roles ?? []).flatMap((role) => this.role(name, role, identity, made, args.kind, inside)),
    ];
    // Known once its tokens are as they will be.
    const ready = pulumi.all(rest.map(({ id }) => id));
    this.clientId = pulumi.all([made.clientId, ready]).apply(([id]) => id);
    if (secret) this.clientSecret = pulumi.all([secret, ready]).apply(([known]) => known);
    this.registerOutputs({ clientId: this.clientId });
  }

  private secret(name: string, rotation: number): pulumi.Output<string> {
    const keepers = { generation: String(rotation) };
    const random = new RandomPassword(name, { length: 48, special: false, keepers }, { parent: this });
    return pulumi.secret(random.result);
  }

  private audience(
    name: string,
    audience: string,
    realmId: pulumi.Input<string>,
    { id }: openid.Client,
    opts: pulumi.CustomResourceOptions,
  ): pulumi.CustomResource {
    return new openid.AudienceProtocolMapper(
      `${name}-${audience}`,
      {
        realmId,
        clientId: id,
        name: `audience-${audience}`,
        includedCustomAudience: audience,
        addToIdToken: false,
        addToAccessToken: true,
      },
      opts,
    );
  }

  /** Its tokens may tell of the role; a service has it, too. */
  private role(
    name: string,
    role: string,
    { realm: realmId, roles }: Realm,
    made: openid.Client,
    kind: ClientArgs["kind"],
    opts: pulumi.CustomResourceOptions,
  ): pulumi.CustomResource[] {
    const told = new GenericRoleMapper(
      `${name}-${role}`,
      { realmId, clientId: made.id, roleId: roles[role]! },
      opts,
    );
    if (kind !== "service") return [told];
    const { serviceAccountUserId } = made;
    // By its name, and after it is there.
    const held = new openid.ClientServiceAccountRealmRole(
      `${name}-${role}`,
      { realmId, serviceAccountUserId, role: pulumi.output(roles[role]!).apply(() => role) },
      opts,
    );
    return [told, held];
  }
}

/** How it signs in, and nothing else. */
function grantsOf(name: string, args: ClientArgs) {
  switch (args.kind) {
    case "browser": {
      const checked = (field: string, addresses: readonly pulumi.Input<string>[]) =>
        pulumi.all([...addresses]).apply((known) => checkedRedirects(name, field, known));
      const { postLogoutRedirectUris: left } = args;
      const back = checked("redirectUris", args.redirectUris);
      return {
        accessType: "PUBLIC",
        standardFlowEnabled: true,
        pkceCodeChallengeMethod: "S256",
        validRedirectUris: back,
        validPostLogoutRedirectUris: left ? checked("postLogoutRedirectUris", left) : back,
        webOrigins: back.apply((known) => originsOf(known)),
      };
    }
    case "service":
      return { accessType: "CONFIDENTIAL", serviceAccountsEnabled: true };
    case "device":
      return { accessType: "PUBLIC", oauth2DeviceAuthorizationGrantEnabled: true };
    default:
      return args satisfies never;
  }
}
