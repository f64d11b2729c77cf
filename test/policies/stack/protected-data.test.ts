import { protectedData as policy } from "../../../policies/stack/protected-data";
import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { UNKNOWN, type Value } from "../../../policies/value";

const claim = (rest: object = {}) =>
  object({ apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "data" } }, rest);
const statefulSet = (spec: Value, rest: object = {}) =>
  object({ apiVersion: "apps/v1", kind: "StatefulSet", metadata: { name: "db" }, spec }, rest);

test("the message says what may be lost, and how to keep it", () => {
  expectViolation(
    policy,
    claim(),
    `protect is not set, and the resource holds data.
  Fix: Set the resource option protect to true, or add "data" to the option exempt where its data can be made again.
  Why: One changed name or one destroy too many deletes the data with the resource, without another question. https://www.pulumi.com/docs/iac/concepts/resources/options/protect/`,
  );
});

test.each([
  "cockroach:index/cluster:Cluster",
  "cockroach:index/database:Database",
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:rds/globalCluster:GlobalCluster",
  "aws:docdb/cluster:Cluster",
  "aws:neptune/cluster:Cluster",
  "aws:redshift/cluster:Cluster",
  "aws:dynamodb/table:Table",
  "aws:dynamodb/globalTable:GlobalTable",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "aws:s3/directoryBucket:DirectoryBucket",
  "aws:efs/fileSystem:FileSystem",
  "aws:ebs/volume:Volume",
  "gcp:sql/databaseInstance:DatabaseInstance",
  "gcp:sql/database:Database",
  "gcp:alloydb/cluster:Cluster",
  "gcp:spanner/instance:Instance",
  "gcp:spanner/database:Database",
  "gcp:firestore/database:Database",
  "gcp:bigtable/instance:Instance",
  "gcp:bigtable/table:Table",
  "gcp:storage/bucket:Bucket",
  "gcp:bigquery/dataset:Dataset",
  "gcp:bigquery/table:Table",
  "gcp:filestore/instance:Instance",
  "gcp:compute/disk:Disk",
  "gcp:compute/regionDisk:RegionDisk",
])("%s holds data", (type) => {
  expectViolation(
    policy,
    resource(type, { deletionProtection: true }),
    'holds data.\n  Fix: Set the resource option protect to true, or add "tried" to',
  );
  expectCompliance(policy, resource(type, {}, { protect: true }));
});

test.each<[string, Value]>([
  ["one volume each", [{ metadata: { name: "data" } }]],
  ["what is no list", "data"],
  ["volumes that are not known one by one", [UNKNOWN]],
])("pods with %s hold data", (_, volumeClaimTemplates) => {
  expectViolation(
    policy,
    statefulSet({ volumeClaimTemplates }),
    "protect is not set, and the resource holds data.",
  );
  expectCompliance(policy, statefulSet({ volumeClaimTemplates }, { protect: true }));
});

test.each<[string, Value]>([
  ["no volumes", {}],
  ["an empty list", { volumeClaimTemplates: [] }],
  ["volumes that are not known", { volumeClaimTemplates: UNKNOWN }],
  ["a specification that is not known", UNKNOWN],
  ["no specification", undefined],
])("a StatefulSet with %s passes", (_, spec) => {
  expectCompliance(policy, statefulSet(spec));
});

test("what is protected, or exempt, passes", () => {
  expectCompliance(policy, claim({ protect: true }));
  expectCompliance(policy, claim(), { options: { exempt: ["others", "data"] } });
  expectViolation(policy, claim(), "protect is not set", { options: { exempt: ["dat", "data2"] } });
});

test("a claim with a list of volumes of its own is still a claim", () => {
  expectViolation(
    policy,
    object({
      ...claim().properties,
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      spec: { volumeClaimTemplates: [] },
    }),
    "protect is not set",
  );
});

test.each([
  object({ apiVersion: "v1", kind: "Secret" }),
  object({ apiVersion: "apps/v1", kind: "Deployment", spec: { volumeClaimTemplates: [{}] } }),
  resource("aws:s3/bucketPolicy:BucketPolicy", {}),
  resource("cockroach:index/sqlUser:SqlUser", {}),
])("$type is for others", (judged) => {
  expectCompliance(policy, judged);
});
