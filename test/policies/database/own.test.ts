import { CockroachCluster, type CockroachClusterArgs } from "../../../components/cockroach/cluster";
import { database } from "../../../policies/database";
import { expectCompliance, resource } from "../../../policies/harness";
import type { Properties } from "../../../policies/value";
import { valueOf } from "../../support/outputs";
import { recordRegistrations, stopRecording, type Registrations } from "../../support/registrations";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations(
    () => ({}),
    () => ({ connectionParams: { host: "shop.test", port: "26257" } }),
  );
});
afterAll(() => stopRecording());

const place = {
  name: "shop-prod",
  cloud: "GCP",
  regions: ["us-east1"],
  labels: { environment: "prod" },
  allow: ["203.0.113.7/32"],
  deleteProtection: true,
} as const;

const args: [name: string, args: CockroachClusterArgs][] = [
  ["basic", { ...place, plan: "basic" }],
  ["standard", { ...place, plan: "standard" }],
];

it.each(args)("has nothing against the %s cluster that this project makes", async (name, of) => {
  await valueOf(new CockroachCluster(name, of).host);
  for (const [type, one] of [
    ["cockroach:index/cluster:Cluster", name],
    ["cockroach:index/allowList:AllowList", `${name}-allow-203.0.113.7-32`],
    ["cockroach:index/sqlUser:SqlUser", `${name}-admin`],
  ] as const) {
    const { inputs } = registrations.get(one, type);
    for (const policy of database)
      expectCompliance(policy, resource(type, inputs as Properties, { name: one }));
  }
});

it("has policies with names, and sentences on what they want", () => {
  expect(database.map(({ name }) => name)).toEqual([
    "database-tls",
    "database-deletion-protection",
    "database-spending-cap",
    "database-allow-list",
    "database-least-privilege",
  ]);
  for (const { description } of database) expect(description).toMatch(/^[A-Z].*\.$/);
});
