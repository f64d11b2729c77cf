import type { Finding } from "../../policy";
import { at, isObject, items, shown, UNKNOWN, type Properties, type Value } from "../../value";
import { alike, type Checks } from "../by-type";
import { documentAt, forEverybody, has, listed, ofDocument, type Grant } from "../documents";
import { onlyForAll } from "./unscoped";

/** Every action, or every one of a service. */
const everyAction = /^(?:[^:]*:)?[*?]+$/;

/** Every resource, as itself or as the beginning of an ARN. */
const everyResource = /^(?:arn:)?(?:aws[\w-]*:)?[*?:]+$/i;

const isNarrow = (value: Value, every: RegExp): boolean =>
  value === UNKNOWN || (typeof value === "string" && !every.test(value));

/** What allows everything, or everything but something. */
export function* actions(grant: Grant): Iterable<Finding> {
  if (has(grant, "NotAction"))
    yield {
      at: `${grant.at}.NotAction`,
      problem: "allows every action but those that are named, and all that AWS will ever add",
      fix: "Name what is needed in Action",
    };
  for (const action of listed(grant, "Action"))
    if (!isNarrow(action, everyAction))
      yield {
        at: `${grant.at}.Action`,
        problem: `is ${shown(action)}, which allows every action there is`,
        fix: "Name what is needed in Action, such as s3:GetObject",
      };
}

/** What allows something for everything, where it could be allowed for one resource. */
function* resources(grant: Grant): Iterable<Finding> {
  if (has(grant, "NotResource"))
    yield {
      at: `${grant.at}.NotResource`,
      problem: "allows it for every resource but those that are named, and for all that will ever be made",
      fix: "Name what is needed in Resource",
    };
  const tooMany = listed(grant, "Action").filter((action) => action !== UNKNOWN && !onlyForAll(action));
  const wide = listed(grant, "Resource").find((resource) => !isNarrow(resource, everyResource));
  if (wide === undefined || tooMany.length === 0 || isByTag(grant)) return;
  yield {
    at: `${grant.at}.Resource`,
    problem: `is ${shown(wide)} for ${shown(tooMany[0])}, which can be allowed for the resources that need it`,
    fix: "Name their ARNs in Resource, or add a Condition on their tags, aws:ResourceTag/…",
  };
}

/** Whether a condition says by their tags which resources are meant, or how new ones are to be tagged. */
const isByTag = (grant: Grant): boolean =>
  listed(grant, "Condition").some(
    (condition) =>
      isObject(condition) &&
      Object.entries(condition).some(
        ([operator, keys]) =>
          /^String(?:Equals|Like)$/i.test(operator) &&
          isObject(keys) &&
          Object.keys(keys).some((key) => /^[\w-]+:(?:Resource|Request)Tag\/./i.test(key)),
      ),
  );

function* ofIdentity(grant: Grant): Iterable<Finding> {
  yield* actions(grant);
  yield* resources(grant);
}

/** Policies of AWS that allow everything, or to have everything allowed. */
const administrators =
  /^arn:aws[\w-]*:iam::aws:policy\/(?:job-function\/)?(?:AdministratorAccess.*|PowerUserAccess|IAMFullAccess)$/;

function* managed(where: string, arn: Value): Iterable<Finding> {
  if (isNarrow(arn, administrators)) return;
  yield {
    at: where,
    problem: `is ${shown(arn)}, which allows everything, or to have everything allowed`,
    fix: "Attach a policy that allows what is needed",
  };
}

const attached = (property: string) => (properties: Properties) =>
  managed(property, at(properties, property));

const attachedAll = (property: string) =>
  function* (properties: Properties): Iterable<Finding> {
    for (const [index, arn] of items(at(properties, property)).entries())
      yield* managed(`${property}[${index}]`, arn);
  };

function* role(properties: Properties): Iterable<Finding> {
  yield* documentAt("assumeRolePolicy", forEverybody)(properties);
  for (const [index, inline] of items(at(properties, "inlinePolicies")).entries())
    yield* ofDocument(`inlinePolicies[${index}].policy`, at(inline, "policy"), ofIdentity);
  yield* attachedAll("managedPolicyArns")(properties);
}

/** What somebody may do on AWS. */
export const identities: Checks = {
  ...alike(
    documentAt("policy", ofIdentity),
    "aws:iam/groupPolicy:GroupPolicy",
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:iam/userPolicy:UserPolicy",
  ),
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": documentAt("inlinePolicy", ofIdentity),
  "aws:iam/role:Role": role,
  ...alike(
    attached("policyArn"),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
    "aws:iam/policyAttachment:PolicyAttachment",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  ),
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": attached("managedPolicyArn"),
  ...alike(
    attachedAll("policyArns"),
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
  ),
  "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive":
    attachedAll("managedPolicyArns"),
};
