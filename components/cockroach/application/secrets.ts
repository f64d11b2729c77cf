import * as pulumi from "@pulumi/pulumi";
import type { Database } from "../../contracts";
import { authorityKey } from "../../database-authority";
import type { Manifest } from "../../kubernetes/object";
import { verifierVariables } from "../sql/script";
import { scramVerifier } from "../sql/verifier";
import { publicAuthorities } from "./authorities";
import { isCloud } from "./cloud";
import { endpointOf, jdbcUrlOf, urlOf, type Address, type Endpoint } from "./endpoint";
import type { Users } from "./users";

/** An object before it has a name. */
export interface Unnamed extends Omit<Manifest, "metadata"> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Omit<Manifest["metadata"], "name">;
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: pulumi.Output<Readonly<Record<string, string>>>;
}

const secretOf = (
  namespace: pulumi.Input<string>,
  content: pulumi.Output<Readonly<Record<string, string>>>,
): Unnamed => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { namespace },
  stringData: pulumi.secret(content),
});

/** How pods of a namespace reach a database: the keys of `DatabaseConnection`, and `jdbcUrl`. */
export function connectionSecret(
  namespace: pulumi.Input<string>,
  endpoint: pulumi.Output<Endpoint>,
): Unnamed {
  const content = endpoint.apply((one): Record<string, string> => ({
    host: one.host,
    port: String(one.port),
    database: one.database,
    user: one.user,
    password: one.password,
    url: urlOf(one),
    jdbcUrl: jdbcUrlOf(one),
    ...(one.ca !== undefined && { [authorityKey]: one.ca }),
  }));
  return secretOf(namespace, content);
}

/** The administrator's login for psql, by the names of its environment variables. */
export const psqlVariables = ["PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE"] as const;

/** What a user's password is replaced by where SQL sets it; nothing where the Cloud API does. */
export function verifiersOf(
  server: Database,
  { owner, app }: Users,
): pulumi.Output<Readonly<Record<string, string>>> {
  if (isCloud(server)) return pulumi.output<Record<string, string>>({});
  return pulumi
    .output([owner, ...app])
    .apply((users) =>
      Object.fromEntries(
        users.map(({ user, password }, index) => [verifierVariables[index]!, scramVerifier(user, password)]),
      ),
    );
}

/** What the scripts need to log in as administrator, and to set passwords. */
export const setupSecret = (
  namespace: pulumi.Input<string>,
  server: Address & Pick<Database, "admin">,
  verifiers: pulumi.Input<Readonly<Record<string, string>>> = {},
): Unnamed => psqlSecret(namespace, endpointOf(server, server.admin.database, server.admin), verifiers);

/** A login for psql. @param more environment variables by name */
export function psqlSecret(
  namespace: pulumi.Input<string>,
  endpoint: pulumi.Output<Endpoint>,
  more: pulumi.Input<Readonly<Record<string, string>>>,
): Unnamed {
  const content = pulumi
    .all([endpoint, more])
    .apply(([{ host, port, user, password, database, ca }, others]): Record<string, string> => ({
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: database,
      [authorityKey]: ca ?? publicAuthorities(),
      ...others,
    }));
  return secretOf(namespace, content);
}
