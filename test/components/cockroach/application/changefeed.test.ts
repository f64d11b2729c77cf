import * as pulumi from "@pulumi/pulumi";
import { ApplicationDatabase } from "../../../../components/cockroach/application";
import { environmentOf } from "../../../../components/cockroach/application/changefeed";
import { changefeedScript } from "../../../../components/cockroach/sql/changefeed";
import type { Database, RowSink } from "../../../../components/contracts";
import { writtenEvents } from "../../../../components/events/ledger/feed";
import { registered, stopRecording, type Registrations } from "../../../support/registrations";
import { contentOf, recordWithPasswords } from "./fixtures";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordWithPasswords();
});
afterAll(() => stopRecording());
beforeEach(() => registrations.clear());

const server: Database = {
  engine: "cockroach",
  plan: "basic",
  host: pulumi.output("shop.crdb.io"),
  port: pulumi.output(26257),
  admin: { user: pulumi.output("admin"), password: pulumi.output("admin's password"), database: "defaultdb" },
  clusterId: pulumi.output("a cluster's id"),
  reach: { kind: "internet" },
  connections: 4,
};
const sink: RowSink = {
  url: pulumi.output("https://ledger-changes.functions.example.com"),
  token: pulumi.secret("a token"),
};
const make = (more: Partial<ConstructorParameters<typeof ApplicationDatabase>[1]> = {}) =>
  new ApplicationDatabase("shop", { server, namespace: "database", mark: "shop/test", ...more });

const content = (name: string) => contentOf(registrations, name);
const job = () => registrations.get("shop-changefeed", "kubernetes:batch/v1:Job");
const nameOf = (one: { inputs: Record<string, unknown> }) => (one.inputs.metadata as { name: string }).name;

async function told(to = sink): Promise<void> {
  const database = make({ watched: writtenEvents, migrations: "examples/florist/migrations" });
  database.tell(to);
  await registered();
}

test("a Job makes it as the owner, after the migrations, over the database's own connection", async () => {
  await told();
  expect(job().dependsOn).toEqual(expect.arrayContaining(["shop-setup", "shop-migrate"]));
  const { PGUSER, PGDATABASE, PGPASSWORD, ...rest } = content("shop-changefeed-login");
  expect([PGUSER, PGDATABASE, PGPASSWORD]).toEqual(["shop_owner", "shop", "password of shop-owner"]);
  expect(rest).toMatchObject({ PGHOST: "shop.crdb.io", PGPORT: "26257", ...variables() });
  expect(registrations.get("shop-changefeed", "kubernetes:core/v1:ConfigMap").inputs.data).toEqual({
    "changefeed.sql": changefeedScript("shop", writtenEvents),
  });
  const [{ command, env }] = (
    job().inputs.spec as {
      template: { spec: { containers: [{ command: string[]; env: { name: string }[] }] } };
    }
  ).template.spec.containers;
  expect(command.slice(-3)).toEqual(["--quiet", "--tuples-only", "--file=/sql/changefeed.sql"]);
  expect(env.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(variables())));
  expect(JSON.stringify(job().inputs)).not.toContain("a token");
});

const variables = () => environmentOf("https://ledger-changes.functions.example.com", "a token");

test("with another address or another token the Job is another one, and else the same", async () => {
  const names: string[] = [];
  for (const to of [
    sink,
    sink,
    { ...sink, url: pulumi.output("https://other.example.com") },
    { ...sink, token: pulumi.secret("another") },
  ]) {
    registrations.clear();
    await told(to);
    names.push(nameOf(job()));
  }
  expect(names[0]).toBe(names[1]);
  expect(new Set(names).size).toBe(3);
});

test("its address ends in what tells it from others, and the header has the token", () => {
  const { CHANGEFEED_ADDRESS, CHANGEFEED_VERSION, CHANGEFEED_HEADER } = variables();
  expect(CHANGEFEED_VERSION).toMatch(/^[0-9a-f]{16}$/);
  expect(CHANGEFEED_ADDRESS).toBe(
    `webhook-https://ledger-changes.functions.example.com/${CHANGEFEED_VERSION}`,
  );
  expect(CHANGEFEED_HEADER).toBe("Bearer a token");
  expect(environmentOf("https://a:8443/", "a token").CHANGEFEED_ADDRESS).toMatch(
    /^webhook-https:\/\/a:8443\/[0-9a-f]{16}$/,
  );
});

test.each(["", "http://a", "a.example.com"])("%j is no address of one", (url) => {
  expect(() => environmentOf(url, "a token")).toThrow("Allowed: one that begins with https://");
});

test("a database that tells of no rows has none", async () => {
  const database = make();
  expect(database.isWatched).toBe(false);
  expect(() => database.tell(sink)).toThrow("Database shop: it tells of no rows. Say which ones (watched).");
  await registered();
  expect(registrations.names().filter((name) => name.includes("changefeed"))).toEqual([]);
});

test("a PostgreSQL is refused", () => {
  const postgres = { ...server, engine: "postgres" } as const;
  expect(() => make({ server: postgres, watched: writtenEvents })).toThrow(
    "watched is given, and the server is a postgres, which has no changefeeds. Allowed: a CockroachDB. Take it out.",
  );
});
