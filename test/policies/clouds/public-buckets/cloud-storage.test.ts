import { publicBuckets as policy } from "../../../../policies/clouds/public-buckets";
import { expectCompliance, expectViolation, resource } from "../../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";

const unknown = "which lets people have what is in the bucket whom nobody knows";

const bucket = (properties: Properties) => resource("gcp:storage/bucket:Bucket", properties);
const closed = { publicAccessPrevention: "enforced", uniformBucketLevelAccess: true };

test.each<[string, Properties, string]>([
  [
    "nothing of the public",
    { publicAccessPrevention: undefined },
    `publicAccessPrevention is missing, so that the bucket can be made public.
  Fix: Set publicAccessPrevention to "enforced".`,
  ],
  [
    "what its project says",
    { publicAccessPrevention: "inherited" },
    'publicAccessPrevention is "inherited", so',
  ],
  [
    "nothing of its objects",
    { uniformBucketLevelAccess: undefined },
    `uniformBucketLevelAccess is missing, so that each object can say for itself who has it.
  Fix: Set uniformBucketLevelAccess to true.`,
  ],
  [
    "that objects are their own",
    { uniformBucketLevelAccess: false },
    "uniformBucketLevelAccess is false, so",
  ],
  [
    "a word for true",
    { ...closed, uniformBucketLevelAccess: "true" },
    'uniformBucketLevelAccess is "true", so',
  ],
  [
    "something unknown, and too little",
    { publicAccessPrevention: UNKNOWN, uniformBucketLevelAccess: false },
    "uniformBucketLevelAccess is false",
  ],
])("a bucket of Cloud Storage that says %s is refused", (_, properties, message) => {
  expectViolation(policy, bucket({ ...closed, ...properties }), message);
});

test("a bucket of Cloud Storage that is closed may be, and one that is not known", () => {
  expectCompliance(policy, bucket(closed));
  expectCompliance(policy, bucket({ publicAccessPrevention: UNKNOWN, uniformBucketLevelAccess: UNKNOWN }));
});

test.each([
  "gcp:storage/bucketIAMBinding:BucketIAMBinding",
  "gcp:storage/bucketIAMMember:BucketIAMMember",
  "gcp:storage/bucketIAMPolicy:BucketIAMPolicy",
  "gcp:storage/managedFolderIamBinding:ManagedFolderIamBinding",
  "gcp:storage/managedFolderIamMember:ManagedFolderIamMember",
  "gcp:storage/managedFolderIamPolicy:ManagedFolderIamPolicy",
])("%s is for those who are named", (type) => {
  const binding = (members: Value): Properties => ({ bindings: [{ role: "a", members }] });
  const message = "which names nobody: anybody has the role";
  expectViolation(policy, resource(type, { member: "allUsers" }), `member is "allUsers", ${message}`);
  expectViolation(
    policy,
    resource(type, { members: ["allAuthenticatedUsers"] }),
    `members[0] is "allAuthenticatedUsers"`,
  );
  expectViolation(
    policy,
    resource(type, { policyData: JSON.stringify(binding(["user:a@example.com", "allUsers"])) }),
    `policyData.bindings[0].members[1] is "allUsers", ${message}`,
  );
  expectViolation(
    policy,
    resource(type, { policyData: "all" }),
    "policyData is no policy that anybody can read",
  );
  const good: readonly Properties[] = [
    { member: "user:a@example.com" },
    { members: ["serviceAccount:a@example.com", UNKNOWN] },
    { policyData: binding(["group:a@example.com"]) },
    { policyData: UNKNOWN },
  ];
  for (const properties of good) expectCompliance(policy, resource(type, properties));
});

const nobody = "which names nobody: anybody has what is in the bucket";

test.each([
  "gcp:storage/bucketACL:BucketACL",
  "gcp:storage/defaultObjectACL:DefaultObjectACL",
  "gcp:storage/objectACL:ObjectACL",
])("%s is for those who are named", (type) => {
  for (const list of ["predefinedAcl", "defaultAcl"]) {
    for (const value of ["publicRead", "publicReadWrite", "authenticatedRead"])
      expectViolation(
        policy,
        resource(type, { [list]: value }),
        `${list} is "${value}", ${unknown}.\n  Fix: Set ${list} to "projectPrivate", or leave it out.`,
      );
    for (const value of [
      "private",
      "projectPrivate",
      "bucketOwnerFullControl",
      "bucketOwnerRead",
      UNKNOWN,
    ] as const)
      expectCompliance(policy, resource(type, { [list]: value }));
  }
  expectViolation(
    policy,
    resource(type, { roleEntities: ["OWNER:project-owners-1", UNKNOWN, "READER:allUsers", 5] }),
    `roleEntities[2] is "READER:allUsers", ${nobody}.\n  Fix: Set roleEntities[2] to who needs it, such as "user-…", or leave it out.`,
    `roleEntities[3] is 5, ${nobody}`,
  );
  expectCompliance(
    policy,
    resource(type, { roleEntities: ["READER:user-a@example.com", "READER:domain-example.com"] }),
  );
  expectCompliance(policy, resource(type, { roleEntities: UNKNOWN }));
});

test.each([
  "gcp:storage/bucketAccessControl:BucketAccessControl",
  "gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl",
  "gcp:storage/objectAccessControl:ObjectAccessControl",
])("%s is for somebody", (type) => {
  for (const entity of [
    "allUsers",
    "allAuthenticatedUsers",
    "user-",
    "a user-b",
    "x:y:user-a",
    5,
    ["user-a"],
  ])
    expectViolation(policy, resource(type, { entity }), `entity is ${JSON.stringify(entity)}, ${nobody}`);
  expectViolation(policy, resource(type, {}), `entity is missing, ${nobody}`);
  const good: readonly Value[] = [
    "user-a@example.com",
    "group-a@example.com",
    "domain-example.com",
    "project-owners-1",
    UNKNOWN,
  ];
  for (const entity of good) expectCompliance(policy, resource(type, { entity }));
});
