import type CredentialRepresentation from "@keycloak/keycloak-admin-client/lib/defs/credentialRepresentation";
import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation";
import type { Directory } from "./directory";
import type { User } from "./find";
import { allOf } from "./pages";
import { realmOf } from "./realm";
import { rolesOf } from "./roles";

/**
 * Everything that Keycloak keeps of a user, in its own words: an answer to who asks what is known of them. No secret is
 * in it: of what the user signs in with, it says what there is, and since when.
 */
export interface ExportedUser {
  readonly profile: object;
  /** All that the user has, and those of applications, by their ids. */
  readonly roles: { readonly realm: readonly string[]; readonly clients: Readonly<Record<string, string[]>> };
  /** Paths. */
  readonly groups: readonly string[];
  readonly credentials: readonly object[];
  readonly sessions: readonly object[];
  /** Those that go on when the user is away. */
  readonly offlineSessions: readonly object[];
  readonly consents: readonly object[];
  /** Accounts at other providers. */
  readonly federatedIdentities: readonly object[];
  /** Wrong passwords of late, and whether they closed the account. */
  readonly failures: object;
  /** What the user did, where the realm keeps that. */
  readonly events?: readonly object[];
  /** What administrators did with the account, where the realm keeps that. */
  readonly adminEvents?: readonly object[];
}

export async function exportUser(directory: Directory, { id }: User): Promise<ExportedUser> {
  const { client } = directory;
  const { users } = client;
  const realm = await realmOf(directory);
  const of = { id };
  const [profile, mappings, roles, groups, credentials, sessions, consents, federatedIdentities, failures] =
    await Promise.all([
      users.findOne(of),
      users.listRoleMappings(of),
      rolesOf(directory, id),
      allOf((range) => users.listGroups({ ...of, ...range })),
      users.getCredentials(of),
      users.listSessions(of),
      users.listConsents(of),
      users.listFederatedIdentities(of),
      client.attackDetection.findOne(of),
    ]);
  return {
    profile: profileOf(profile ?? {}),
    roles: { realm: roles, clients: clientRoles(mappings.clientMappings) },
    groups: groups.map(({ path }) => path ?? ""),
    credentials: credentials.map(withoutSecret),
    sessions,
    offlineSessions: await offlineSessions(directory, id),
    consents,
    federatedIdentities,
    failures: failures ?? {},
    ...(realm.eventsEnabled && { events: await events(directory, id) }),
    ...(realm.adminEventsEnabled && { adminEvents: await adminEvents(directory, id) }),
  };
}

/** Without what it says of who asks. */
const profileOf = ({ access: _, ...profile }: UserRepresentation): object => profile;

/** By the names of applications. */
const clientRoles = (
  mappings: Readonly<Record<string, { readonly mappings: readonly { readonly name: string }[] }>> = {},
): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(mappings).map(([client, has]) => [client, has.mappings.map(({ name }) => name)]),
  );

/** Keycloak keeps a password's hash, and a one-time code's key, apart from what describes them. */
function withoutSecret({ secretData: _, value: _value, ...credential }: CredentialRepresentation): object {
  return credential;
}

/** They are asked for one application at a time. */
async function offlineSessions({ client }: Directory, id: string): Promise<object[]> {
  const clients = await client.clients.find();
  const ofEach = clients.map((one) => client.users.listOfflineSessions({ id, clientId: one.id! }));
  return (await Promise.all(ofEach)).flat();
}

const events = ({ client, access: { realm } }: Directory, user: string): Promise<object[]> =>
  allOf((range) => client.realms.findEvents({ realm, user, ...range }));

/** Not who did it, and from where: that is of somebody else. */
async function adminEvents({ client, access: { realm } }: Directory, id: string): Promise<object[]> {
  const found = await allOf((range) =>
    client.realms.findAdminEvents({ realm, resourcePath: `users/${id}*`, ...range }),
  );
  return found.map(({ time, operationType, resourceType, resourcePath, error }) => ({
    time,
    operationType,
    resourceType,
    resourcePath,
    ...(error !== undefined && { error }),
  }));
}
