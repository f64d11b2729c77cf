import {
  DefaultGroups,
  Realm as RealmResource,
  RealmEvents,
  RequiredAction,
  type Group,
} from "@pulumi/keycloak";
import * as pulumi from "@pulumi/pulumi";
import type { Identity } from "../../contracts";
import { toSeconds } from "../../duration";
import type { Keycloak } from "../keycloak";
import { refuse } from "../../refuse";
import { keycloakProvider } from "../provider";
import { eventsKept, eventTypes, everyone, type Guard, type Passwords, type Sessions } from "./defaults";
import { createGroups, createRoles, mapped, type Roles } from "./groups";
import { identityProvider, type IdentityProvider } from "./identity-providers";
import type { Mail } from "./mail";
import { refusePasswordGrant } from "./password-grant";
import { problemsOf } from "./problems";
import { settingsOf } from "./settings";
import { createUser, type RealmUser } from "./users";

/** What a user is asked for before going on, by Keycloak's names. */
const actions = {
  UPDATE_PASSWORD: "Update Password",
  UPDATE_PROFILE: "Update Profile",
  VERIFY_EMAIL: "Verify Email",
  CONFIGURE_TOTP: "Configure OTP",
  TERMS_AND_CONDITIONS: "Terms and Conditions",
  "webauthn-register": "Webauthn Register",
  "webauthn-register-passwordless": "Webauthn Register Passwordless",
} as const;

export interface RealmArgs {
  /** The Keycloak that it is in. */
  readonly keycloak: Keycloak;
  /** @default – the name */
  readonly displayName?: string;
  /** Roles of the realm, each with what it is for. @default – none */
  readonly roles?: Readonly<Record<string, string>>;
  /** Groups, each with the roles of its members. @default – none */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Roles that every user has. @default – none */
  readonly defaultRoles?: readonly string[];
  /** Users that are there from the start, to try things out, each with a random password. @default – none */
  readonly users?: Readonly<Record<string, RealmUser>>;
  /** Who else may say who a user is, by the name in addresses. @default – nobody */
  readonly identityProviders?: Readonly<Record<string, IdentityProvider>>;
  /** With it, addresses are verified, and forgotten passwords replaced. @default – no mail is sent */
  readonly mail?: Mail;
  readonly sessions?: Sessions;
  readonly passwords?: Passwords;
  readonly guard?: Guard;
  /** Whether a passkey is offered in the place of a password. Needs Keycloak 26.4 or newer. @default "off" */
  readonly passkeys?: "on" | "off";
  /** What every new user is asked for at the first sign-in. @default – nothing */
  readonly requiredActions?: readonly (keyof typeof actions)[];
  /** Names of themes that the image has. @default – Keycloak's own */
  readonly theme?: { readonly login?: string; readonly account?: string; readonly email?: string };
  /** Languages of its pages, the usual one first. @default – English */
  readonly languages?: readonly string[];
}

/**
 * A realm: users of one audience, with their roles and the applications that they sign in to. Hardened where nothing
 * else is said; defaults.ts names the sources.
 *
 * @example
 * const realm = new Realm("shop", { keycloak, roles: { florist: "Sells flowers." } });
 * const page = client(realm.identity, "page", { kind: "browser", redirectUris: ["https://shop.example.com/"] }, realm.within);
 *
 * @throws ResourceError naming everything that is wrong
 */
export class Realm extends pulumi.ComponentResource {
  /** What applications take. */
  readonly identity: Extract<Identity, { kind: "keycloak" }>;
  /** Of `users`, until they change them; secret. */
  readonly passwords: Readonly<Record<string, pulumi.Output<string>>>;
  /** Options of what is made in the realm. It ends with the realm: nobody asks Keycloak to delete it first. */
  readonly within: Pick<pulumi.CustomResourceOptions, "parent" | "provider" | "deletedWith">;

  /** @param name of the realm, too: it stands in every address */
  constructor(name: string, args: RealmArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:auth:Realm", name, {}, opts);
    refuse(`Realm ${name}`, problemsOf(name, args), this);
    const { keycloak, defaultRoles = [] } = args;
    const provider = keycloakProvider(name, keycloak.admin, { parent: this });
    // Where Keycloak goes, the realm goes too: a destruction asks nothing of one that is dead.
    const realm = new RealmResource(name, settingsOf(name, args), {
      parent: this,
      provider,
      deletedWith: keycloak,
    });
    const within = { parent: this, provider, deletedWith: realm };
    this.within = within;
    const roles = createRoles(name, realm.id, args.roles ?? {}, within);
    const having = { [everyone]: defaultRoles, ...args.groups };
    const groups = createGroups(name, realm.id, having, roles, within);
    const ofEveryone = this.ofEveryone(name, realm, groups[everyone]!.group);
    // Who is made before is not in the group of everyone.
    const later = { ...within, dependsOn: ofEveryone };
    const known = { groups, roles, passwords: args.passwords };
    const users = mapped(args.users ?? {}, (user, one) =>
      createUser(`${name}-${user}`, user, realm.id, one, known, later),
    );
    const rest = [
      ofEveryone,
      ...Object.values(groups).map(({ granted }) => granted),
      ...Object.values(users).flatMap(({ parts }) => parts),
      this.events(name, realm),
      refusePasswordGrant(name, realm.id, within),
      ...this.identityProviders(name, realm, args),
      ...(args.requiredActions ?? []).map((alias) => this.action(name, alias, realm)),
    ];
    this.passwords = mapped(users, (_, { password }) => password);
    this.identity = this.identityOf(keycloak, realm, roles, rest);
    this.registerOutputs({ issuer: this.identity.issuer });
  }

  /**
   * What users have that nobody gave anything comes by a group. Keycloak's own list of such roles has those of the
   * account page in it, which newer providers take away when they are not named, and older ones do not know.
   */
  private ofEveryone(name: string, { id }: RealmResource, group: Group) {
    return new DefaultGroups(`${name}-${everyone}`, { realmId: id, groupIds: [group.id] }, this.within);
  }

  private events(name: string, { id }: RealmResource) {
    return new RealmEvents(
      `${name}-events`,
      {
        realmId: id,
        eventsEnabled: true,
        eventsExpiration: toSeconds(eventsKept),
        enabledEventTypes: [...eventTypes],
        eventsListeners: ["jboss-logging"],
        adminEventsEnabled: true,
        adminEventsDetailsEnabled: true,
      },
      this.within,
    );
  }

  private identityProviders(name: string, { id }: RealmResource, { identityProviders = {} }: RealmArgs) {
    return Object.entries(identityProviders).map(([alias, one]) =>
      identityProvider(`${name}-${alias}`, alias, id, one, this.within),
    );
  }

  private action(name: string, alias: keyof typeof actions, { id }: RealmResource) {
    return new RequiredAction(
      `${name}-${alias}`.toLowerCase().replaceAll("_", "-"),
      { realmId: id, alias, name: actions[alias], enabled: true, defaultAction: true },
      this.within,
    );
  }

  /** Known once all of the realm is there. */
  private identityOf(
    { url, innerUrl, admin }: Keycloak,
    realm: RealmResource,
    roles: Roles,
    rest: readonly pulumi.CustomResource[],
  ): Extract<Identity, { kind: "keycloak" }> {
    const ready = pulumi.all([realm.realm, ...rest.map(({ id }) => id)]).apply(([known]) => known);
    const keysOf = (base: pulumi.Input<string>) =>
      pulumi.interpolate`${base}/realms/${ready}/protocol/openid-connect/certs`;
    return {
      kind: "keycloak",
      issuer: pulumi.interpolate`${url}/realms/${ready}`,
      jwksUri: keysOf(innerUrl),
      publicJwksUri: keysOf(url),
      realm: realm.id,
      roles: mapped(roles, (_, { id }) => id),
      admin,
    };
  }
}
