import { iamWildcards as policy } from "../../../../policies/clouds/iam-wildcards";
import { expectCompliance, expectViolation, resource } from "../../../../policies/harness";
import { UNKNOWN, type Properties } from "../../../../policies/value";

const grant = (properties: Properties, type = "gcp:projects/iAMMember:IAMMember") =>
  resource(type, properties);
const member = "serviceAccount:hello@shop.iam.gserviceaccount.com";
const noPurpose = "which is no role for one purpose";

test.each([
  "gcp:projects/iAMMember:IAMMember",
  "gcp:folder/iAMBinding:IAMBinding",
  "gcp:organizations/iAMPolicy:IAMPolicy",
  "gcp:billing/accountIamMember:AccountIamMember",
  "gcp:pubsub/topicIAMBinding:TopicIAMBinding",
  "gcp:cloudrunv2/jobIamPolicy:JobIamPolicy",
])("%s may not give everything, nor to everybody", (type) => {
  expectViolation(
    policy,
    grant({ role: "roles/owner", members: [member] }, type),
    `role is "roles/owner", ${noPurpose}.
  Fix: Set role to a role that allows what is needed, such as "roles/storage.objectViewer".`,
  );
  expectViolation(
    policy,
    grant({ role: "roles/viewer", member: "allUsers" }, type),
    `member is "allUsers", which names nobody: anybody has the role.
  Fix: Set member to who needs it, such as "serviceAccount:…".`,
  );
  expectCompliance(policy, grant({ role: "roles/pubsub.publisher", member }, type));
});

test.each<[string, Properties, string]>([
  ["to change everything", { role: "roles/editor", member }, `role is "roles/editor", ${noPurpose}`],
  ["nothing that is known", { member }, `role is missing, ${noPurpose}`],
  ["a number", { role: 5, member }, `role is 5, ${noPurpose}`],
  [
    "to everybody with an account",
    { role: "a", member: "allAuthenticatedUsers" },
    'member is "allAuthenticatedUsers"',
  ],
  [
    "to everybody beside somebody",
    { role: "a", members: [member, UNKNOWN, "allUsers"] },
    'members[2] is "allUsers"',
  ],
  ["to a kind without a name", { role: "a", member: "user:" }, 'member is "user:"'],
  ["to a name of no kind", { role: "a", member: "-user:a" }, 'member is "-user:a"'],
  ["to a list in a list", { role: "a", members: [["user:a"]] }, 'members[0] is ["user:a"]'],
  ["to a number", { role: "a", members: [5] }, "members[0] is 5"],
  ["to one who is everybody", { role: "a", members: "allUsers" }, 'members[0] is "allUsers"'],
  [
    "to everybody, by a policy",
    {
      policyData: JSON.stringify({
        bindings: [
          { role: "a", members: [member] },
          { role: "a", members: [member, "allUsers"] },
        ],
      }),
    },
    'policyData.bindings[1].members[1] is "allUsers"',
  ],
  [
    "everything, by a policy",
    { policyData: { bindings: [{ role: "roles/owner", members: [member] }] } },
    'policyData.bindings[0].role is "roles/owner"',
  ],
  [
    "what nobody can read",
    { policyData: "bindings" },
    'policyData is no policy that anybody can read.\n  Fix: Make it the JSON of a policy, { "bindings": […] }.',
  ],
  ["a policy of nothing", { policyData: "null" }, "policyData is no policy that anybody can read"],
])("nobody gives %s", (_, properties, message) => {
  expectViolation(policy, grant(properties), message);
});

test.each<[string, Properties]>([
  ["a role", { role: "projects/shop/roles/waiter", member: "principalSet://iam.googleapis.com/a" }],
  [
    "a role of a longer name",
    { role: "roles/ownerOfNothing", members: ["user:a@example.com", "domain:example.com"] },
  ],
  ["what is not known", { role: UNKNOWN, member: UNKNOWN }],
  ["to those who are not known", { role: "a", members: UNKNOWN }],
  ["a policy that is not known", { policyData: UNKNOWN }],
  ["nothing, by a policy", { policyData: "{}" }],
  [
    "by a policy that is not known in part",
    { policyData: { bindings: [{ role: UNKNOWN, members: UNKNOWN }, UNKNOWN] } },
  ],
])("anybody gives %s", (_, properties) => {
  expectCompliance(policy, grant(properties));
});

test.each([
  "gcp:cloudfunctions/functionIamMember:FunctionIamMember",
  "gcp:cloudfunctionsv2/functionIamBinding:FunctionIamBinding",
  "gcp:cloudrun/iamMember:IamMember",
  "gcp:cloudrunv2/serviceIamMember:ServiceIamMember",
])("who may call %s is for another policy", (type) => {
  expectCompliance(policy, grant({ role: "roles/run.invoker", member: "allUsers" }, type));
  expectViolation(policy, grant({ role: "roles/owner", member: "allUsers" }, type), 'role is "roles/owner"');
});

test.each([
  "gcp:storage/bucketIAMMember:BucketIAMMember",
  "gcp:projects/iAMAuditConfig:IAMAuditConfig",
  "x-gcp:projects/iAMMember:IAMMember",
  "gcp:projects/iAMMember:IAMMember-x",
])("%s is not concerned", (type) => {
  expectCompliance(policy, grant({ role: "roles/owner", member: "allUsers" }, type));
});
