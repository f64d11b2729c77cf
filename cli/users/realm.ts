import type RealmRepresentation from "@keycloak/keycloak-admin-client/lib/defs/realmRepresentation";
import { UserError } from "../../local/errors";
import type { Directory } from "./directory";

/** The settings of the realm that users are in. @throws UserError when Keycloak has it no more */
export async function realmOf({ client, access }: Directory): Promise<RealmRepresentation> {
  const realm = await client.realms.findOne({ realm: access.realm });
  if (realm) return realm;
  throw new UserError(
    `Keycloak at ${access.url} has no realm ${access.realm}, which the state of stack ${access.stack} knows. ` +
      `Run \`npx cake up ${access.stack}\` after \`pulumi refresh\`, which makes it anew.`,
  );
}
