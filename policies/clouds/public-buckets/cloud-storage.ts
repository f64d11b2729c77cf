import type { Finding } from "../../policy";
import { at, isOneOf, items, shown, UNKNOWN, type Properties, type Value } from "../../value";
import { alike, type Checks } from "../by-type";
import { googleGrants, toEverybody, unreadable } from "../google-grants";

function* bucket(properties: Properties): Iterable<Finding> {
  const prevention = at(properties, "publicAccessPrevention");
  if (!isOneOf(prevention, ["enforced"]))
    yield {
      at: "publicAccessPrevention",
      problem: `is ${shown(prevention)}, so that the bucket can be made public`,
      fix: 'Set publicAccessPrevention to "enforced"',
    };
  const uniform = at(properties, "uniformBucketLevelAccess");
  if (!isOneOf(uniform, [true]))
    yield {
      at: "uniformBucketLevelAccess",
      problem: `is ${shown(uniform)}, so that each object can say for itself who has it`,
      fix: "Set uniformBucketLevelAccess to true",
    };
}

function* grants(properties: Properties): Iterable<Finding> {
  const all = googleGrants(properties);
  if (!all) yield unreadable;
  for (const one of all ?? []) yield* toEverybody(one);
}

/** Lists of who may that name the owner, or the project, only. */
const privateLists = [undefined, "private", "projectPrivate", "bucketOwnerFullControl", "bucketOwnerRead"];

const lists = ["predefinedAcl", "defaultAcl"];

/** Everybody has no kind before a name, as all others do. Before it, there may be a role. */
const somebody = /^(?:\w+:)?(?:domain|group|project|user)-./;

function* entity(where: string, value: Value): Iterable<Finding> {
  if (value === UNKNOWN || (typeof value === "string" && somebody.test(value))) return;
  yield {
    at: where,
    problem: `is ${shown(value)}, which names nobody: anybody has what is in the bucket`,
    fix: `Set ${where} to who needs it, such as "user-…", or leave it out`,
  };
}

function* acl(properties: Properties): Iterable<Finding> {
  for (const list of lists) {
    const value = at(properties, list);
    if (!isOneOf(value, privateLists))
      yield {
        at: list,
        problem: `is ${shown(value)}, which lets people have what is in the bucket whom nobody knows`,
        fix: `Set ${list} to "projectPrivate", or leave it out`,
      };
  }
  for (const [index, one] of items(at(properties, "roleEntities")).entries())
    yield* entity(`roleEntities[${index}]`, one);
}

const accessControl = (properties: Properties): Iterable<Finding> =>
  entity("entity", at(properties, "entity"));

/** Who has what is in buckets of Cloud Storage. */
export const cloudStorage: Checks = {
  "gcp:storage/bucket:Bucket": bucket,
  ...alike(
    grants,
    "gcp:storage/bucketIAMBinding:BucketIAMBinding",
    "gcp:storage/bucketIAMMember:BucketIAMMember",
    "gcp:storage/bucketIAMPolicy:BucketIAMPolicy",
    "gcp:storage/managedFolderIamBinding:ManagedFolderIamBinding",
    "gcp:storage/managedFolderIamMember:ManagedFolderIamMember",
    "gcp:storage/managedFolderIamPolicy:ManagedFolderIamPolicy",
  ),
  ...alike(
    acl,
    "gcp:storage/bucketACL:BucketACL",
    "gcp:storage/defaultObjectACL:DefaultObjectACL",
    "gcp:storage/objectACL:ObjectACL",
  ),
  ...alike(
    accessControl,
    "gcp:storage/bucketAccessControl:BucketAccessControl",
    "gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl",
    "gcp:storage/objectAccessControl:ObjectAccessControl",
  ),
};
