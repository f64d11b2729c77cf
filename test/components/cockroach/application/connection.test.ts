import * as pulumi from "@pulumi/pulumi";
import { database } from "../../../../components/cockroach/application";
import { valueOf } from "../../../support/outputs";
import type { Registrations } from "../../../support/registrations";
import { basic, contentOf, make, recordWithPasswords } from "./fixtures";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordWithPasswords();
});
beforeEach(() => registrations.clear());

const secretOf = (name: string) => contentOf(registrations, name);

/** Names of the resources that a value waits for. */
const dependenciesOf = async (output: pulumi.Output<unknown>): Promise<string[]> => {
  const resources = await (
    output as unknown as { allResources(): Promise<Set<pulumi.Resource>> }
  ).allResources();
  const urns = await Promise.all([...resources].map(({ urn }) => valueOf(urn)));
  return urns.map((urn) => urn.split("::").at(-1)!);
};

test("pods get a Secret once the database is made, and a share of its connections", async () => {
  const made = await make("served");
  registrations.clear();
  const connection = made.connection("orders", { namespace: "functions", pods: 5 });
  expect(connection).toMatchObject({ poolSize: 8, pods: 5 });
  expect(await valueOf(connection.secret)).toBe("orders-served-database");
  const secret = registrations.get("orders-served-database");
  expect(secret).toMatchObject({
    dependsOn: expect.arrayContaining(["served-setup"]) as string[],
    inputs: { metadata: { namespace: "functions" } },
  });
  const url = "postgres.database.svc.cluster.local:5432/served?sslmode=verify-full";
  const authority = "sslrootcert=/var/run/cakestack/database/ca.crt";
  expect(secretOf("orders-served-database")).toEqual({
    host: "postgres.database.svc.cluster.local",
    port: "5432",
    database: "served",
    user: "served_app_a",
    password: "password of served-app-a",
    "ca.crt": "the authority",
    url: `postgresql://served_app_a:password%20of%20served-app-a@${url}&${authority}`,
    jdbcUrl: `jdbc:postgresql://${url}&${authority}`,
  });
});

test("what changes its schema by itself connects as its owner", async () => {
  const made = await make("owned");
  await valueOf(made.connection("keeper", { namespace: "auth", as: "owner" }).secret);
  expect(secretOf("keeper-owned-database")).toMatchObject({ user: "owned_owner" });
});

test("programs outside of the cluster get a secret address, known once the database is set up, and nothing in the cluster", async () => {
  const ca = pulumi.output("the authority");
  const made = database({ ...basic, ca }, "remote", { namespace: "database", mark: "cakestack/test" });
  const connection = made.connection("hello", { pods: 2 });
  const address =
    "postgresql://remote_app_a:password%20of%20remote-app-a@postgres.database.svc.cluster.local:5432/remote" +
    "?sslmode=verify-full";
  expect(await valueOf(connection.url!)).toBe(address);
  expect(await pulumi.isSecret(connection.url!)).toBe(true);
  expect(await valueOf(connection.ca!)).toBe("the authority");
  expect(connection).toMatchObject({ pods: 2, poolSize: 2 });
  expect(connection).not.toHaveProperty("secret");
  expect(registrations.names().filter((name) => name.includes("hello"))).toEqual([]);
  expect(await dependenciesOf(connection.url!)).toContain("remote-setup");
});

test("pods have the address, too, where the internet reaches the server, and else not", async () => {
  const clouded = (await make("both", {}, basic)).connection("hello", { namespace: "functions", pods: 1 });
  expect(await valueOf(clouded.url!)).toMatch(/^postgresql:\/\/both_app_a:/);
  expect(clouded).not.toHaveProperty("ca");
  const within = (await make("within")).connection("hello", { namespace: "functions", pods: 1 });
  expect(within).not.toHaveProperty("url");
});

test("a server in the cluster is no server for programs outside of it", async () => {
  const made = await make("inner");
  expect(() => made.connection("hello", { pods: 1 })).toThrow(
    "Database inner: hello: only pods reach the server, which is in the cluster. Give their namespace.",
  );
});

test("more pods than connections are refused", async () => {
  const made = await make("small", {}, basic);
  expect(() => made.connection("busy", { namespace: "functions", pods: 10 })).toThrow(
    "Database small: busy: 10 pods share 4 connections to the database, and each needs one.",
  );
});
