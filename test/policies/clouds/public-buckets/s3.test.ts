import { publicBuckets as policy } from "../../../../policies/clouds/public-buckets";
import { expectCompliance, expectViolation, resource } from "../../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";

const unknown = "which lets people have what is in the bucket whom nobody knows";

const withAcl = [
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketAcl:BucketAcl",
  "aws:s3/bucketAclV2:BucketAclV2",
  "aws:s3/bucketObject:BucketObject",
  "aws:s3/bucketObjectv2:BucketObjectv2",
  "aws:s3/bucketV2:BucketV2",
  "aws:s3/objectCopy:ObjectCopy",
];

describe.each(withAcl)("%s", (type) => {
  test.each<[Value]>([["public-read"], ["public-read-write"], ["authenticated-read"], [true]])(
    "may not be %p",
    (acl) => {
      expectViolation(
        policy,
        resource(type, { acl }),
        `acl is ${JSON.stringify(acl)}, ${unknown}.\n  Fix: Set acl to "private", or leave it out.`,
      );
    },
  );

  test("may be for those who are known", () => {
    const lists = [
      "private",
      "aws-exec-read",
      "bucket-owner-full-control",
      "bucket-owner-read",
      "log-delivery-write",
    ];
    for (const acl of [undefined, UNKNOWN, ...lists] as const)
      expectCompliance(policy, resource(type, { acl }));
  });
});

const global = "http://acs.amazonaws.com/groups/global";
const delivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";
const leave = "Fix: Leave the grant out, or name who needs it by id.";

test.each(["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"])(
  "grants of %s are for those who are known",
  (type) => {
    expectViolation(
      policy,
      resource(type, {
        grants: [
          { uri: delivery },
          UNKNOWN,
          { uri: `${global}/AllUsers` },
          { uri: `${global}/AuthenticatedUsers` },
        ],
      }),
      `grants[2].uri is "${global}/AllUsers", a group of people whom nobody knows.\n  ${leave}`,
      `grants[3].uri is "${global}/AuthenticatedUsers", a group`,
    );
    expectCompliance(policy, resource(type, { grants: [{ id: "a" }, { uri: UNKNOWN }] }));
    expectCompliance(policy, resource(type, { grants: UNKNOWN }));
  },
);

test.each(["aws:s3/bucketAcl:BucketAcl", "aws:s3/bucketAclV2:BucketAclV2"])(
  "grants of %s are, too",
  (type) => {
    const list = (...grants: readonly Value[]) => resource(type, { accessControlPolicy: { grants } });
    expectViolation(
      policy,
      list({ grantee: { id: "a" } }, { grantee: { uri: `${global}/AllUsers` } }),
      `accessControlPolicy.grants[1].grantee.uri is "${global}/AllUsers", a group of people whom nobody knows.\n  ${leave}`,
    );
    expectViolation(
      policy,
      list({ grantee: { uri: 5 } }),
      "accessControlPolicy.grants[0].grantee.uri is 5, a group",
    );
    expectCompliance(policy, list({ grantee: { uri: delivery } }, UNKNOWN, { grantee: UNKNOWN }));
    expectCompliance(policy, resource(type, { accessControlPolicy: UNKNOWN }));
  },
);

const document = (statement: Properties): Properties => ({
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::shop/*", ...statement }],
});
const everybody = 'Statement[0].Principal is "*", which is everybody with or without an AWS account';

test.each([
  "aws:s3/accessPoint:AccessPoint",
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:s3/bucketV2:BucketV2",
  "aws:s3control/accessPointPolicy:AccessPointPolicy",
  "aws:s3control/bucketPolicy:BucketPolicy",
  "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy",
])("the policy of %s names somebody", (type) => {
  const withPolicy = (found: Value) => resource(type, { policy: found });
  expectViolation(
    policy,
    withPolicy(JSON.stringify(document({ Principal: "*" }))),
    `policy.${everybody}.
  Fix: Name who may in Principal, or add a Condition on who calls, such as StringEquals of aws:PrincipalOrgID.
  Why: Buckets that everybody can read are searched for day and night: what is in one for an hour is out for ever. https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html`,
  );
  expectViolation(policy, withPolicy(document({ Principal: { AWS: ["*"] } })), `policy.${everybody}`);
  expectViolation(policy, withPolicy("public"), "policy is no policy that anybody can read");
  const condition = { StringEquals: { "aws:SourceVpce": "vpce-1" } };
  const good: readonly Value[] = [
    undefined,
    UNKNOWN,
    document({ Principal: { Service: "cloudfront.amazonaws.com" } }),
    document({ Principal: "*", Effect: "Deny" }),
    document({ Principal: "*", Condition: condition }),
  ];
  for (const found of good) expectCompliance(policy, withPolicy(found));
});

test("the policy of access points in many regions names somebody", () => {
  const points = (details: Value) =>
    resource("aws:s3control/multiRegionAccessPointPolicy:MultiRegionAccessPointPolicy", { details });
  expectViolation(policy, points({ policy: document({ Principal: "*" }) }), `details.policy.${everybody}`);
  expectCompliance(policy, points({ policy: document({ Principal: { AWS: "1" } }) }));
  expectCompliance(policy, points(UNKNOWN));
});

const flags = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;
const block = Object.fromEntries(flags.map((flag) => [flag, true]));
const open = "so that a bucket can be made public";

describe.each([
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
])("%s", (type) => {
  test.each(flags)("has %s", (flag) => {
    const message = `${flag} is missing, ${open}.\n  Fix: Set ${flag} to true.`;
    expectViolation(policy, resource(type, { ...block, [flag]: undefined }), message);
    expectViolation(policy, resource(type, { ...block, [flag]: false }), `${flag} is false, ${open}`);
    expectViolation(policy, resource(type, { ...block, [flag]: "true" }), `${flag} is "true", ${open}`);
    expectCompliance(policy, resource(type, { ...block, [flag]: UNKNOWN }));
  });

  test("may block everything", () => {
    expectCompliance(policy, resource(type, block));
  });
});

test.each([
  [
    "aws:s3/accessPoint:AccessPoint",
    "publicAccessBlockConfiguration",
    (value: Value): Properties => ({ publicAccessBlockConfiguration: value }),
  ],
  [
    "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
    "details.publicAccessBlock",
    (value: Value): Properties => ({ details: { publicAccessBlock: value } }),
  ],
] as const)("%s blocks what is public where it does not say otherwise", (type, path, within) => {
  for (const flag of flags)
    expectViolation(
      policy,
      resource(type, within({ ...block, [flag]: false })),
      `${path}.${flag} is false, ${open}.\n  Fix: Set ${path}.${flag} to true.`,
    );
  for (const value of [undefined, UNKNOWN, {}, block] as const)
    expectCompliance(policy, resource(type, within(value)));
});

test("a bucket that says nothing is private", () => {
  expectCompliance(policy, resource("aws:s3/bucket:Bucket", {}));
  expectCompliance(policy, resource("aws:sqs/queue:Queue", { acl: "public-read" }));
});
