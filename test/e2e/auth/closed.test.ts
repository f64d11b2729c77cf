import { deadlineInterceptor, v1 } from "@authzed/authzed-node";
import { Permissions, type PermissionServer } from "../../../components/auth/runtime/permissions";
import { Refusal } from "../../../components/auth/runtime/refusal";
import { selfSigned } from "../../support/certificate";
import { listener, type Listener } from "../../support/listener";
import { startSpiceDb, type SpiceDbServer } from "../../support/spicedb";

/*
 * Who asks a SpiceDB that does not know them, or something that may not be a SpiceDB, is told nothing: what depends on it
 * is not done.
 */

/** Building SpiceDB, where nothing is cached, takes ten minutes. */
jest.setTimeout(30 * 60_000);

const schema = `
caveat by_day(now bool) { now }
definition user {}
definition shop {
  relation florist: user | user with by_day
  permission sell = florist
}`;
const shop = { type: "shop", id: "main" };
const [rose, sometimes] = [{ id: "rose" }, { id: "sometimes" }];

/** In milliseconds: a busy machine is no failure, and what says nothing is waited for in vain. */
const [patience, impatience] = [30_000, 1_000];

let server: SpiceDbServer;
let silent: Listener;
let permissions: Permissions;

beforeAll(async () => {
  server = await startSpiceDb();
  silent = await listener();
  permissions = new Permissions(server, patience);
  const { client } = permissions;
  await client.promises.writeSchema(v1.WriteSchemaRequest.create({ schema }));
  const resource = { objectType: shop.type, objectId: shop.id };
  const florist = (objectId: string, caveatName?: string) => ({
    operation: v1.RelationshipUpdate_Operation.TOUCH,
    relationship: {
      resource,
      relation: "florist",
      subject: { object: { objectType: "user", objectId } },
      optionalCaveat: caveatName === undefined ? undefined : { caveatName },
    },
  });
  const updates = [florist(rose.id), florist(sometimes.id, "by_day")];
  await client.promises.writeRelationships(v1.WriteRelationshipsRequest.create({ updates }));
});

afterAll(async () => {
  permissions?.close();
  await silent?.stop();
  await server?.stop();
});

test("over TLS and with the key, whoever has a permission has it, and nobody else", async () => {
  const fresh = { fresh: true };
  expect(await permissions.has(rose, "sell", shop, fresh)).toBe(true);
  expect(await permissions.has({ id: "lily" }, "sell", shop, fresh)).toBe(false);
  await expect(permissions.require({ id: "lily" }, "sell", shop, fresh)).rejects.toMatchObject({
    status: 403,
  });
});

test("who has it under a condition has it not", async () => {
  expect(await permissions.has(sometimes, "sell", shop, { fresh: true })).toBe(false);
});

test.each<[string, () => Partial<PermissionServer>, RegExp, number?]>([
  ["with a wrong key", () => ({ token: "wrong" }), /PERMISSION_DENIED.*invalid preshared key/],
  ["without a key", () => ({ token: "" }), /UNAUTHENTICATED/],
  [
    "by the authority of another server",
    () => ({ ca: selfSigned("localhost").cert }),
    /UNAVAILABLE.*self.signed/,
  ],
  // The address itself, in a way that the certificate does not have it.
  [
    "by another name",
    () => ({ endpoint: server.endpoint.replace("localhost", "127.1") }),
    /UNAVAILABLE.*altnames/,
  ],
  [
    "of a server that says nothing",
    () => ({ endpoint: `localhost:${silent.port}` }),
    /DEADLINE_EXCEEDED/,
    impatience,
  ],
])("asked %s, it cannot be said: 503", async (_, other, reason, limit = patience) => {
  const elsewhere = new Permissions({ ...server, ...other() }, limit);
  const answer: unknown = await elsewhere
    .require(rose, "sell", shop, { fresh: true })
    .catch((error: unknown) => error);
  elsewhere.close();
  expect(answer).toBeInstanceOf(Refusal);
  expect(answer).toMatchObject({ status: 503, cause: { message: expect.stringMatching(reason) as string } });
});

test("without TLS nobody is answered, not even with the key", async () => {
  const { token, endpoint } = server;
  const plain = v1.NewClient(token, endpoint, v1.ClientSecurity.INSECURE_PLAINTEXT_CREDENTIALS, undefined, {
    interceptors: [deadlineInterceptor(patience)],
  });
  const unavailable = 14;
  await expect(plain.promises.readSchema(v1.ReadSchemaRequest.create())).rejects.toMatchObject({
    code: unavailable,
  });
  plain.close();
});

test("a permission that the schema has not is a mistake of whoever asks, and no refusal", async () => {
  const mistake: unknown = await permissions
    .has(rose, "fly", shop, { fresh: true })
    .catch((error: unknown) => error);
  expect(mistake).toMatchObject({ code: 9, message: expect.stringContaining("fly") as string });
  expect(mistake).not.toBeInstanceOf(Refusal);
});
