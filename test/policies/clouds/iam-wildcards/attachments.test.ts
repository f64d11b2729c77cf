import { iamWildcards as policy } from "../../../../policies/clouds/iam-wildcards";
import { expectCompliance, expectViolation, resource } from "../../../../policies/harness";
import { UNKNOWN } from "../../../../policies/value";

const attachments = [
  ["aws:iam/groupPolicyAttachment:GroupPolicyAttachment", "policyArn"],
  ["aws:iam/policyAttachment:PolicyAttachment", "policyArn"],
  ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", "policyArn"],
  ["aws:iam/userPolicyAttachment:UserPolicyAttachment", "policyArn"],
  ["aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment", "managedPolicyArn"],
] as const;
const lists = [
  ["aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive", "policyArns"],
  ["aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", "policyArns"],
  ["aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", "policyArns"],
  ["aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive", "managedPolicyArns"],
] as const;
const admin = "arn:aws:iam::aws:policy/AdministratorAccess";

test.each(attachments)("%s may not give everything", (type, property) => {
  expectViolation(
    policy,
    resource(type, { [property]: admin }),
    `${property} is "${admin}", which allows everything, or to have everything allowed.
  Fix: Attach a policy that allows what is needed.`,
  );
  expectViolation(policy, resource(type, {}), `${property} is missing, which allows everything`);
  for (const value of ["arn:aws:iam::aws:policy/ReadOnlyAccess", UNKNOWN] as const)
    expectCompliance(policy, resource(type, { [property]: value }));
});

test.each(lists)("%s may not give everything", (type, property) => {
  expectViolation(
    policy,
    resource(type, { [property]: [UNKNOWN, admin] }),
    `${property}[1] is "${admin}", which`,
  );
  expectCompliance(policy, resource(type, { [property]: UNKNOWN }));
});

const attached = (policyArn: string) =>
  resource("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn });

test.each([
  "arn:aws-us-gov:iam::aws:policy/AdministratorAccess",
  "arn:aws:iam::aws:policy/AdministratorAccess-Amplify",
  "arn:aws:iam::aws:policy/PowerUserAccess",
  "arn:aws:iam::aws:policy/job-function/PowerUserAccess",
  "arn:aws:iam::aws:policy/IAMFullAccess",
])("%s is everything", (policyArn) => {
  expectViolation(policy, attached(policyArn), `policyArn is "${policyArn}"`);
});

test.each([
  "arn:aws:iam::1:policy/AdministratorAccess",
  "arn:aws:iam::aws:policy/PowerUserAccessLess",
  "arn:aws:iam::aws:policy/NoIAMFullAccess",
  "x-arn:aws:iam::aws:policy/IAMFullAccess",
])("%s is not", (policyArn) => {
  expectCompliance(policy, attached(policyArn));
});
