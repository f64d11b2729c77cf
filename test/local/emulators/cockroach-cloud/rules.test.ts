import * as fs from "node:fs/promises";
import * as path from "node:path";
import { allows } from "../../../../local/emulators/cockroach-cloud/api/allowlist";
import {
  certificateNames,
  domain,
  newRoutingId,
  platformAddress,
  platformSocket,
  routingIdOf,
  serviceAddress,
} from "../../../../local/emulators/cockroach-cloud/hosts";
import { regionProblem } from "../../../../local/emulators/cockroach-cloud/regions";

test.each([
  ["GCP", "us-east1", undefined],
  ["AWS", "us-east-1", undefined],
  ["GCP", "us-east-1", "invalid region name 'us-east-1' for GCP. Did you mean to use 'us-east1'"],
  ["AZURE", "eastus2", "invalid region name 'eastus2' for AZURE"],
] as const)("%s %s: %s", (provider, region, problem) => {
  expect(regionProblem(provider, region)).toBe(problem);
});

test.each([
  [[], "10.0.0.1", false],
  [[{ cidr_ip: "0.0.0.0", cidr_mask: 0, sql: true }], "10.0.0.1", true],
  [[{ cidr_ip: "10.0.0.0", cidr_mask: 24, sql: true }], "10.0.0.255", true],
  [[{ cidr_ip: "10.0.0.0", cidr_mask: 24, sql: true }], "10.0.1.0", false],
  [[{ cidr_ip: "10.0.0.0", cidr_mask: 24, sql: false }], "10.0.0.1", false],
])("%j lets %s in: %j", (entries, source, isAllowed) => {
  expect(
    allows(
      entries.map((entry) => ({ ...entry, ui: false })),
      source,
    ),
  ).toBe(isAllowed);
});

test("routing ids are found in host names of the service only", () => {
  expect(routingIdOf(`${newRoutingId("demo")}.gcp-us-east1.${domain}`)).toMatch(/^demo-\d{4,5}$/);
  expect(routingIdOf("demo-1234.example.com")).toBeUndefined();
});

test("wildcards on the certificate have a label more than clients would refuse", () => {
  expect(certificateNames).toContain(`*.aws-eu-central-1.${domain}`);
  expect(certificateNames.every((name) => name.split(".").length >= 4)).toBe(true);
});

test("addresses are of blocks that no network has, and the platform's DNS knows the service's", async () => {
  // RFC 5737.
  expect([serviceAddress, platformAddress]).toEqual(["203.0.113.1", "198.51.100.1"]);
  const addons = path.resolve(__dirname, "../../../../local/platform/embedded/addons/dns.yaml");
  const dns = await fs.readFile(addons, "utf8");
  expect(dns).toContain(`${domain}:1053 {`);
  expect(dns).toContain(`IN A ${serviceAddress}"`);
});

test("the platform's socket has the longest name there can be, with room for every instance's", () => {
  expect(platformSocket("a".repeat(20))).toHaveLength(107);
  expect(platformSocket("a")).not.toBe(platformSocket("b"));
});
