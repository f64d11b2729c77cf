import { resourcePolicy, types } from "../policy";
import { at, isOneOf, shown, type Value } from "../value";

/** A property that keeps a database from being deleted. */
interface Lock {
  readonly path: readonly string[];
  readonly allowed: readonly Value[];
  /** What to set it to. */
  readonly to: string;
}

const locked = (...path: string[]): Lock => ({ path, allowed: [true], to: "true" });
/** One that the provider closes where nobody says otherwise. */
const notOpened = (...path: string[]): Lock => ({ path, allowed: [undefined, true], to: "true" });

const locks: Readonly<Record<string, readonly Lock[]>> = {
  "cockroach:index/cluster:Cluster": [locked("deleteProtection")],
  "aws:rds/instance:Instance": [locked("deletionProtection")],
  "aws:rds/cluster:Cluster": [locked("deletionProtection")],
  "aws:rds/globalCluster:GlobalCluster": [locked("deletionProtection")],
  "aws:docdb/cluster:Cluster": [locked("deletionProtection")],
  "aws:docdb/globalCluster:GlobalCluster": [locked("deletionProtection")],
  "aws:neptune/cluster:Cluster": [locked("deletionProtection")],
  "aws:neptune/globalCluster:GlobalCluster": [locked("deletionProtection")],
  "aws:dsql/cluster:Cluster": [locked("deletionProtectionEnabled")],
  "aws:dynamodb/table:Table": [locked("deletionProtectionEnabled")],
  "aws:dynamodb/tableReplica:TableReplica": [locked("deletionProtectionEnabled")],
  // The first one is Pulumi's only; the second one is the service's, for the console too.
  "gcp:sql/databaseInstance:DatabaseInstance": [
    notOpened("deletionProtection"),
    locked("settings", "deletionProtectionEnabled"),
  ],
  "gcp:alloydb/cluster:Cluster": [notOpened("deletionProtection")],
  "gcp:spanner/database:Database": [notOpened("deletionProtection"), locked("enableDropProtection")],
  "gcp:bigtable/instance:Instance": [notOpened("deletionProtection")],
  "gcp:bigtable/table:Table": [{ path: ["deletionProtection"], allowed: ["PROTECTED"], to: "PROTECTED" }],
  "gcp:firestore/database:Database": [
    {
      path: ["deleteProtectionState"],
      allowed: ["DELETE_PROTECTION_ENABLED"],
      to: "DELETE_PROTECTION_ENABLED",
    },
  ],
};

/** No database is deleted by mistake. */
export const databaseDeletionProtection = resourcePolicy({
  name: "database-deletion-protection",
  description: "A database cannot be deleted before somebody has said so in a change of its own.",
  why: "Deleting a database deletes its data, and one wrong name in a program, or one wrong stack, is enough for it.",
  link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
  concerns: types(...Object.keys(locks)),
  *check({ type, properties }) {
    // What it holds is somewhere else, too.
    const isCopy = type === "aws:rds/instance:Instance" && properties.replicateSourceDb !== undefined;
    if (isCopy) return;
    for (const { path, allowed, to } of locks[type] ?? []) {
      const value = at(properties, ...path);
      const where = path.join(".");
      if (!isOneOf(value, allowed))
        yield { at: where, problem: `is ${shown(value)}`, fix: `Set ${where} to ${to}` };
    }
  },
});
