import { anyOf, kind } from "../kubernetes";
import { resourcePolicy, types } from "../policy";
import { at, items } from "../value";

const isStatefulSet = kind("apps", "StatefulSet");

/** What holds data: deleting one of them deletes what is in it. */
const holdsData = types(
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
);

export const protectedData = resourcePolicy({
  name: "protected-data",
  description: "What holds data is protected from being deleted.",
  why: "One changed name or one destroy too many deletes the data with the resource, without another question.",
  link: "https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
  options: {
    exempt: {
      description: "Names of resources whose data can be made again.",
      type: "array",
      items: { type: "string" },
      default: [] as readonly string[],
    },
  },
  concerns: anyOf(kind("core", "PersistentVolumeClaim"), isStatefulSet, holdsData),
  *check({ type, name, properties, protect }, { options: { exempt } }) {
    if (protect || exempt.includes(name)) return;
    if (isStatefulSet(type) && items(at(properties, "spec", "volumeClaimTemplates")).length === 0) return;
    yield {
      at: "protect",
      problem: "is not set, and the resource holds data",
      fix: `Set the resource option protect to true, or add "${name}" to the option exempt where its data can be made again`,
    };
  },
});
