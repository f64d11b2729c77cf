import type { Finding } from "../../policy";
import { at, isOneOf, items, shown, type Properties, type Value } from "../../value";
import { alike, type Checks } from "../by-type";
import { documentAt, forEverybody, ofDocument } from "../documents";

/** Lists of who may that name the owner, or services of AWS, only. */
const privateLists = [
  undefined,
  "private",
  "aws-exec-read",
  "bucket-owner-full-control",
  "bucket-owner-read",
  "log-delivery-write",
];

function* acl(properties: Properties): Iterable<Finding> {
  const value = at(properties, "acl");
  if (isOneOf(value, privateLists)) return;
  yield {
    at: "acl",
    problem: `is ${shown(value)}, which lets people have what is in the bucket whom nobody knows`,
    fix: 'Set acl to "private", or leave it out',
  };
}

/** The one group of AWS that is not everybody. */
const groups = [undefined, "http://acs.amazonaws.com/groups/s3/LogDelivery"];

function* group(where: string, value: Value): Iterable<Finding> {
  if (isOneOf(value, groups)) return;
  yield {
    at: where,
    problem: `is ${shown(value)}, a group of people whom nobody knows`,
    fix: "Leave the grant out, or name who needs it by id",
  };
}

function* bucketAcl(properties: Properties): Iterable<Finding> {
  yield* acl(properties);
  for (const [index, grant] of items(at(properties, "accessControlPolicy", "grants")).entries())
    yield* group(`accessControlPolicy.grants[${index}].grantee.uri`, at(grant, "grantee", "uri"));
}

const policy = documentAt("policy", forEverybody);

function* bucket(properties: Properties): Iterable<Finding> {
  yield* acl(properties);
  for (const [index, grant] of items(at(properties, "grants")).entries())
    yield* group(`grants[${index}].uri`, at(grant, "uri"));
  yield* policy(properties);
}

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

/** @param allowed what each flag may be: where nothing is said, a block of a bucket blocks nothing */
function* block(path: string, value: Value, allowed: readonly Value[]): Iterable<Finding> {
  for (const flag of flags) {
    const found = at(value, flag);
    if (!isOneOf(found, allowed))
      yield {
        at: `${path}${flag}`,
        problem: `is ${shown(found)}, so that a bucket can be made public`,
        fix: `Set ${path}${flag} to true`,
      };
  }
}

const wholeBlock = (properties: Properties): Iterable<Finding> => block("", properties, [true]);

function* accessPoint(properties: Properties): Iterable<Finding> {
  const path = "publicAccessBlockConfiguration";
  yield* block(`${path}.`, at(properties, path), [undefined, true]);
  yield* policy(properties);
}

function* accessPoints(properties: Properties): Iterable<Finding> {
  const path = ["details", "publicAccessBlock"] as const;
  yield* block(`${path.join(".")}.`, at(properties, ...path), [undefined, true]);
}

function* accessPointsPolicy(properties: Properties): Iterable<Finding> {
  yield* ofDocument("details.policy", at(properties, "details", "policy"), forEverybody);
}

/** Who has what is in buckets of S3. One that says nothing is private since 2023: it has a block from the beginning. */
export const s3: Checks = {
  ...alike(bucket, "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"),
  ...alike(bucketAcl, "aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"),
  ...alike(
    acl,
    "aws:s3/bucketObject:BucketObject",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:s3/objectCopy:ObjectCopy",
  ),
  ...alike(
    policy,
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3control/accessPointPolicy:AccessPointPolicy",
    "aws:s3control/bucketPolicy:BucketPolicy",
    "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy",
  ),
  ...alike(
    wholeBlock,
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  ),
  "aws:s3/accessPoint:AccessPoint": accessPoint,
  "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": accessPoints,
  "aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy": accessPointsPolicy,
};
