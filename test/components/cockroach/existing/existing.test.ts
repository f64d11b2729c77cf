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

test("has the authority that was found", async () => {
  const { ca } = new ExistingDatabase("private", { url, server: { ...server, ca: "PEM" } });
  expect(await valueOf(ca!)).toBe("PEM");
});

test("an address of another form is refused", () => {
  expect(() => new ExistingDatabase("wrong", { url: "mysql://a:b@c/d", server })).toThrow(
    "cake:databaseUrl is no",
  );
});
