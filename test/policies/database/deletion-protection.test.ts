import { databaseDeletionProtection as policy } from "../../../policies/database/deletion-protection";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

/** Types, the property that has to say so, and what else it has then. */
const protectedByTrue: [type: string, field: string, rest?: Properties][] = [
  ["cockroach:index/cluster:Cluster", "deleteProtection"],
  ["aws:rds/instance:Instance", "deletionProtection"],
  ["aws:rds/cluster:Cluster", "deletionProtection"],
  ["aws:rds/globalCluster:GlobalCluster", "deletionProtection"],
  ["aws:docdb/cluster:Cluster", "deletionProtection"],
  ["aws:docdb/globalCluster:GlobalCluster", "deletionProtection"],
  ["aws:neptune/cluster:Cluster", "deletionProtection"],
  ["aws:neptune/globalCluster:GlobalCluster", "deletionProtection"],
  ["aws:dsql/cluster:Cluster", "deletionProtectionEnabled"],
  ["aws:dynamodb/table:Table", "deletionProtectionEnabled"],
  ["aws:dynamodb/tableReplica:TableReplica", "deletionProtectionEnabled"],
  ["gcp:spanner/database:Database", "enableDropProtection"],
];

const onByDefault = [
  "gcp:sql/databaseInstance:DatabaseInstance",
  "gcp:alloydb/cluster:Cluster",
  "gcp:spanner/database:Database",
  "gcp:bigtable/instance:Instance",
];

/** What the other locks of a type want. */
const rest: Properties = { settings: { deletionProtectionEnabled: true }, enableDropProtection: true };

it("says all of it", () => {
  expectViolation(
    policy,
    resource("aws:rds/instance:Instance", { deletionProtection: false }),
    "deletionProtection is false.\n  Fix: Set deletionProtection to true.\n  Why: Deleting a database deletes its data, " +
      "and one wrong name in a program, or one wrong stack, is enough for it. " +
      "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
  );
});

it.each(protectedByTrue)("refuses a %s without %s", (type, field) => {
  for (const [value, words] of [
    [false, "false"],
    [undefined, "missing"],
    ["true", '"true"'],
  ] as const)
    expectViolation(
      policy,
      resource(type, { [field]: value }),
      `${field} is ${words}.\n  Fix: Set ${field} to true.`,
    );
});

it.each(protectedByTrue)("lets a %s with %s pass, and one where it is not known yet", (type, field) => {
  expectCompliance(policy, resource(type, { [field]: true }));
  expectCompliance(policy, resource(type, { [field]: UNKNOWN }));
});

it.each(onByDefault)("refuses a %s that gives up the protection it has", (type) => {
  expectViolation(
    policy,
    resource(type, { ...rest, deletionProtection: false }),
    /^deletionProtection is false\.\n {2}Fix: Set deletionProtection to true\./,
  );
  for (const deletionProtection of [undefined, true, UNKNOWN] as Value[])
    expectCompliance(policy, resource(type, { ...rest, deletionProtection }));
});

describe("Cloud SQL", () => {
  const type = "gcp:sql/databaseInstance:DatabaseInstance";

  it("has to be protected for the console, too", () => {
    const words = (value: string) =>
      `settings.deletionProtectionEnabled is ${value}.\n  Fix: Set settings.deletionProtectionEnabled to true.`;
    expectViolation(policy, resource(type, {}), words("missing"));
    expectViolation(
      policy,
      resource(type, { settings: { deletionProtectionEnabled: false } }),
      words("false"),
    );
  });

  it("is told of both, the known one beside an unknown one", () => {
    expectViolation(
      policy,
      resource(type, { deletionProtection: false }),
      /^deletionProtection/,
      /^settings/,
    );
    expectViolation(
      policy,
      resource(type, { deletionProtection: false, settings: UNKNOWN }),
      /^deletionProtection is false/,
    );
  });
});

it.each([
  ["gcp:bigtable/table:Table", "deletionProtection", "PROTECTED", "UNPROTECTED"],
  [
    "gcp:firestore/database:Database",
    "deleteProtectionState",
    "DELETE_PROTECTION_ENABLED",
    "DELETE_PROTECTION_DISABLED",
  ],
])("has a %s say %s: %s", (type, field, good, bad) => {
  for (const value of [bad, undefined, true])
    expectViolation(policy, resource(type, { [field]: value }), `Fix: Set ${field} to ${good}.`);
  expectCompliance(policy, resource(type, { [field]: good }));
  expectCompliance(policy, resource(type, { [field]: UNKNOWN }));
});

it("lets a replica be deleted: its data is elsewhere", () => {
  expectCompliance(policy, resource("aws:rds/instance:Instance", { replicateSourceDb: "orders" }));
  expectCompliance(policy, resource("aws:rds/instance:Instance", { replicateSourceDb: UNKNOWN }));
  expectViolation(
    policy,
    resource("aws:rds/cluster:Cluster", { replicateSourceDb: "orders" }),
    "deletionProtection is missing",
  );
});

it("has nothing to say of what holds no data", () => {
  expectCompliance(policy, resource("aws:rds/clusterInstance:ClusterInstance", {}));
});
