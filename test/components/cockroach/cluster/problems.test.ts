import * as fc from "fast-check";
import type { CockroachClusterArgs } from "../../../../components/cockroach/cluster";
import { rangeOf } from "../../../../components/cockroach/cluster/allow";
import { connectionsFor, usageLimitsOf } from "../../../../components/cockroach/cluster/limits";
import { problemsOf } from "../../../../components/cockroach/cluster/problems";

type Args<P> = Extract<CockroachClusterArgs, { plan: P; wire?: "cockroach" }>;

const place: Omit<Args<"basic">, "plan" | "requestUnits" | "storage" | "vcpus"> = {
  name: "shop-prod",
  cloud: "GCP",
  regions: ["us-east1"],
  labels: { environment: "prod" },
};
const basic: Args<"basic"> = { ...place, plan: "basic" };
const standard = (vcpus?: number): Args<"standard"> => ({ ...place, plan: "standard", vcpus });

describe("a cluster's arguments", () => {
  const good: CockroachClusterArgs[] = [
    basic,
    standard(),
    { ...basic, name: "a12345", requestUnits: 1, storage: "1 MB", connections: 1 },
    { ...basic, name: "a-name-of-20-letters", regions: ["europe-west1", "us-west2"] },
    { ...basic, cloud: "AWS", regions: ["us-east-1", "ap-southeast-1"] },
    { ...basic, cloud: "AZURE", regions: ["eastus2", "westeurope"] },
    { ...basic, labels: { environment: "prod", owner: "team_a", expiry: "2028-02-29" } },
    { ...basic, folder: "root", allow: ["203.0.113.7/32", "0.0.0.0/0"] },
    { ...basic, folder: "11111111-2222-4333-8444-555555555555" },
    standard(2),
  ];

  it.each(good.map((args) => ({ args })))("are good: $args", ({ args }) => {
    expect(problemsOf(args)).toEqual([]);
  });

  const bad: [CockroachClusterArgs, string][] = [
    [
      { ...basic, name: "shop" },
      'name is "shop" (4 characters). Allowed: 6 to 20 lower-case letters, digits and inner dashes. Choose well: it cannot change later.',
    ],
    [{ ...basic, name: "a-name-of-21-letters-" }, 'name is "a-name-of-21-letters-" (21 characters).'],
    [{ ...basic, name: "-shop-prod" }, 'name is "-shop-prod". Allowed'],
    [{ ...basic, name: "Shop-Prod" }, 'name is "Shop-Prod". Allowed'],
    [
      { ...basic, regions: ["us-east-1"] },
      'regions has "us-east-1". Allowed: regions of GCP, such as us-east1.',
    ],
    [{ ...basic, cloud: "AWS" }, 'regions has "us-east1". Allowed: regions of AWS, such as us-east-1.'],
    [{ ...basic, cloud: "AZURE" }, 'regions has "us-east1". Allowed: regions of AZURE, such as eastus.'],
    [{ ...basic, regions: ["us-east1", "us-east1"] }, 'regions has "us-east1" twice.'],
    [{ ...basic, regions: [] as unknown as ["one"] }, "regions is empty."],
    [
      { ...basic, requestUnits: 0 },
      "requestUnits is 0. Allowed: a whole number from 1; there is no unlimited.",
    ],
    [{ ...basic, requestUnits: 1.5 }, "requestUnits is 1.5."],
    [{ ...basic, requestUnits: Infinity }, "requestUnits is Infinity."],
    [{ ...basic, storage: "0 GB" }, 'storage: "0 GB" is no amount'],
    [standard(1), "vcpus is 1. Allowed: a whole number from 2."],
    [
      { ...basic, labels: { environment: "Prod" } },
      'labels.environment is "Prod". Allowed: up to 63 lower-case',
    ],
    [
      { ...basic, labels: { environment: "prod", owner: "me@example.com" } },
      'labels.owner is "me@example.com".',
    ],
    [
      { ...basic, labels: { environment: "prod", expiry: "soon" } },
      'labels.expiry is "soon". Allowed: a date',
    ],
    [{ ...basic, labels: { environment: "prod", expiry: "2027-13-01" } }, 'labels.expiry is "2027-13-01".'],
    [{ ...basic, allow: ["203.0.113.7"] }, 'allow: "203.0.113.7" is no range of IPv4 addresses.'],
    [{ ...basic, allow: ["2001:db8::/32"] }, 'allow: "2001:db8::/32" is no range'],
    [{ ...basic, allow: ["203.0.113.7/24"] }, "Write 203.0.113.0/24."],
    [{ ...basic, allow: ["0.0.0.0/0", "0.0.0.0/0"] }, 'allow has "0.0.0.0/0" twice. Take one out.'],
    [{ ...basic, folder: "shops" }, 'folder is "shops". Allowed: the id of a folder'],
    [{ ...basic, connections: 0 }, "connections is 0. Allowed: a whole number from 1."],
  ];

  it.each(bad)("are wrong: %j", (args, problem) => {
    expect(problemsOf(args)).toEqual([expect.stringContaining(problem)]);
  });

  it("are all looked at", () => {
    expect(problemsOf({ ...basic, name: "x", regions: ["x"], allow: ["x"] })).toHaveLength(3);
  });
});

describe("a range", () => {
  it("covers the address that it is of, and begins where it says", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, mask) => {
        const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
        const size = 2 ** (32 - mask);
        const first = number(address) - (number(address) % size);
        let begins: string | undefined;
        try {
          begins = rangeOf(`${address}/${mask}`).cidrIp;
        } catch (error) {
          begins = /Write (.*)\/\d+\.$/.exec((error as Error).message)?.[1];
        }
        expect(number(begins ?? "")).toBe(first);
      }),
    );
  });
});

describe("limits", () => {
  const limited: [CockroachClusterArgs, object, number][] = [
    [basic, { requestUnitLimit: 50_000_000, storageMibLimit: 10_240 }, 4],
    [
      { ...basic, plan: "basic", requestUnits: 60_000_000, storage: "512 MB" },
      { requestUnitLimit: 60_000_000, storageMibLimit: 512 },
      4,
    ],
    [standard(), { provisionedVirtualCpus: 2 }, 8],
    [standard(4), { provisionedVirtualCpus: 4 }, 16],
  ];

  it.each(limited)("of %j are %j, and it takes %d connections", (args, limits, connections) => {
    expect(usageLimitsOf(args)).toEqual(limits);
    expect(connectionsFor(args)).toBe(connections);
  });
});
