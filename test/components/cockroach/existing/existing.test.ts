import * as pulumi from "@pulumi/pulumi";
import { ExistingDatabase } from "../../../../components/cockroach/existing";
import type { Database } from "../../../../components/contracts";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations();
});
beforeEach(() => registrations.clear());

const url = "postgresql://admin:s3cret@db.example.com:26257/defaultdb";
const server = { engine: "cockroach", connections: 50, ca: undefined } as const;

test("is the contract of what was found, with a secret user and password, and makes nothing", async () => {
  const database: Database = new ExistingDatabase("adopted", { url, server });
  const { host, port, admin, ...rest } = database;
  expect(
    await Promise.all([host, port, admin.user, admin.password].map((one) => valueOf<unknown>(one))),
  ).toEqual(["db.example.com", 26257, "admin", "s3cret"]);
  expect(await Promise.all([pulumi.isSecret(admin.user), pulumi.isSecret(admin.password)])).toEqual([
    true,
    true,
  ]);
  expect(admin.database).toBe("defaultdb");
  expect(rest).toMatchObject({
    engine: "cockroach",
    plan: "existing",
    reach: { kind: "internet" },
    connections: 50,
    ca: undefined,
  });
  expect(registrations.names()).toEqual(["cakestack:cockroach:ExistingDatabase adopted"]);
});

test("one that only the cluster reaches is looked at by a Job there, before anybody knows its host", async () => {
  const place = { namespace: "jobs", image: "psql" };
  const database = new ExistingDatabase("private", { url, server, checkFrom: place });
  expect(await valueOf(database.host)).toBe("db.example.com");
  expect(registrations.names()).toEqual([
    "cakestack:cockroach:ExistingDatabase private",
    "kubernetes:batch/v1:Job private-preflight",
    "kubernetes:core/v1:ConfigMap private-requirements",
    "kubernetes:core/v1:Secret private-login",
  ]);
  const { inputs, parent } = registrations.get("private-preflight");
  expect({ inputs, parent }).toMatchObject({
    parent: "private",
    inputs: {
      metadata: { namespace: "jobs" },
      spec: { template: { spec: { containers: [{ image: "psql" }] } } },
    },
  });
  const login = registrations.get("private-login").inputs.stringData;
  expect(pulumi.runtime.isRpcSecret(login)).toBe(true);
  expect(pulumi.runtime.unwrapRpcSecret(login)).toMatchObject({
    PGHOST: "db.example.com",
    PGPORT: "26257",
    PGUSER: "admin",
    PGPASSWORD: "s3cret",
    PGDATABASE: "defaultdb",
  });
});

test("has the authority that was found", async () => {
  const { ca } = new ExistingDatabase("private", { url, server: { ...server, ca: "PEM" } });
  expect(await valueOf(ca!)).toBe("PEM");
});

test("an address of another form is refused", () => {
  expect(() => new ExistingDatabase("wrong", { url: "mysql://a:b@c/d", server })).toThrow(
    "cake:databaseUrl is no",
  );
});
