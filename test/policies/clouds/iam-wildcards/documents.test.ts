import { iamWildcards as policy } from "../../../../policies/clouds/iam-wildcards";
import { expectCompliance, expectViolation, resource } from "../../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";
import { allow, document, arn } from "./fixtures";

const documents = [
  ["aws:iam/groupPolicy:GroupPolicy", "policy"],
  ["aws:iam/policy:Policy", "policy"],
  ["aws:iam/rolePolicy:RolePolicy", "policy"],
  ["aws:iam/userPolicy:UserPolicy", "policy"],
  ["aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy", "inlinePolicy"],
] as const;
const identity = (policy: Value) => resource("aws:iam/policy:Policy", { policy });
const unreadable = "is no policy that anybody can read";

test.each(documents)("%s is refused with every action", (type, property) => {
  const wide = allow({ Action: "*" });
  const message = `${property}.Statement[0].Action is "*", which allows every action there is.
  Fix: Name what is needed in Action, such as s3:GetObject.
  Why: Whoever takes over a program has all that it may do: with a wildcard, that is everything, and what is added later. https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html`;
  expectViolation(policy, resource(type, { [property]: document(wide) }), message);
  expectViolation(policy, resource(type, { [property]: JSON.stringify(document(wide)) }), message);
  expectViolation(policy, resource(type, { [property]: JSON.stringify({ Statement: wide }) }), message);
  expectCompliance(policy, resource(type, { [property]: JSON.stringify(document(allow({}))) }));
  expectCompliance(policy, resource(type, { [property]: UNKNOWN }));
  expectCompliance(policy, resource(type, {}));
});

test.each<[string, Properties, string]>([
  ["a service's actions", { Action: "s3:*" }, 'Action is "s3:*", which allows every action there is'],
  ["any service's", { Action: "*:*" }, 'Action is "*:*", which'],
  ["in other words", { Action: "s3:**" }, 'Action is "s3:**", which'],
  ["in still others", { Action: "s3:?*" }, 'Action is "s3:?*", which'],
  ["one of a list", { Action: ["s3:GetObject", UNKNOWN, "kms:*"] }, 'Action is "kms:*", which'],
  ["what is no action", { Action: 5 }, "Action is 5, which allows every action"],
  ["names in small letters", { Action: undefined, action: "s3:*" }, 'Action is "s3:*", which'],
  [
    "all actions but some",
    { Action: undefined, NotAction: "iam:*" },
    `policy.Statement[0].NotAction allows every action but those that are named, and all that AWS will ever add.
  Fix: Name what is needed in Action.`,
  ],
  [
    "all but what is not known",
    { Action: undefined, NotAction: UNKNOWN },
    "NotAction allows every action but",
  ],
  [
    "all resources but some",
    { Resource: undefined, NotResource: arn },
    `policy.Statement[0].NotResource allows it for every resource but those that are named, and for all that will ever be made.
  Fix: Name what is needed in Resource.`,
  ],
  [
    "all resources",
    { Resource: "*" },
    `policy.Statement[0].Resource is "*" for "s3:GetObject", which can be allowed for the resources that need it.
  Fix: Name their ARNs in Resource, or add a Condition on their tags, aws:ResourceTag/….`,
  ],
  ["all ARNs", { Resource: "arn:aws:*" }, 'Resource is "arn:aws:*" for "s3:GetObject"'],
  ["all ARNs in full", { Resource: "arn:aws-cn:*:*:*:*" }, 'Resource is "arn:aws-cn:*:*:*:*" for'],
  ["all of any partition", { Resource: ["arn:*:*"] }, 'Resource is "arn:*:*" for'],
  ["ARNs in capitals", { Resource: ["ARN:AWS:*"] }, 'Resource is "ARN:AWS:*" for'],
  ["all beside some", { Resource: [arn, UNKNOWN, "*"] }, 'Resource is "*" for "s3:GetObject"'],
  ["what is no resource", { Resource: 5 }, 'Resource is 5 for "s3:GetObject"'],
  ["names in capitals", { Resource: undefined, RESOURCE: "*" }, 'Resource is "*" for "s3:GetObject"'],
  [
    "one action too many",
    { Action: ["s3:ListBucket", "s3:PutObject"], Resource: "*" },
    'Resource is "*" for "s3:PutObject"',
  ],
  ["no effect", { Effect: undefined, Resource: "*" }, 'Resource is "*"'],
  ["another effect", { Effect: "deny", Resource: "*" }, 'Resource is "*"'],
  ["a role of anybody", { Action: "iam:PassRole", Resource: "*" }, 'Resource is "*" for "iam:PassRole"'],
  [
    "looking, and more",
    { Action: "s3:ListBucket:x", Resource: "*" },
    'Resource is "*" for "s3:ListBucket:x"',
  ],
  ["listing with any end", { Action: "s3:List**", Resource: "*" }, 'Resource is "*" for "s3:List**"'],
  [
    "a condition on who",
    { Resource: "*", Condition: { StringEquals: { "aws:username": "a" } } },
    'Resource is "*"',
  ],
  [
    "a condition on what is not so",
    { Resource: "*", Condition: { StringNotEquals: { "aws:ResourceTag/a": "b" } } },
    'Resource is "*"',
  ],
  [
    "a condition if there is one",
    { Resource: "*", Condition: { StringEqualsIfExists: { "aws:ResourceTag/a": "b" } } },
    'Resource is "*"',
  ],
  [
    "a condition on a tag without a name",
    { Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/": "b" } } },
    'Resource is "*"',
  ],
  [
    "a condition on all tags",
    { Resource: "*", Condition: { "ForAllValues:StringEquals": { "aws:ResourceTag/a": "b" } } },
    'Resource is "*"',
  ],
  ["looking anywhere", { Action: "*s:ListBuckets", Resource: "*" }, 'Resource is "*" for "*s:ListBuckets"'],
  [
    "a condition that looks like one",
    { Resource: "*", Condition: { StringEquals: { "x aws:ResourceTag/a": "b" } } },
    'Resource is "*"',
  ],
  [
    "a condition that is none",
    { Resource: "*", Condition: { StringEquals: "aws:ResourceTag/a" } },
    'Resource is "*"',
  ],
  ["no condition", { Resource: "*", Condition: "aws:ResourceTag/a" }, 'Resource is "*"'],
])("somebody may not have %s", (_, statement, message) => {
  expectViolation(policy, identity(document(allow(statement))), message);
});

test("everything is wrong twice", () => {
  expectViolation(
    policy,
    identity(document(allow({ Action: "*", Resource: "*" }))),
    'Statement[0].Action is "*"',
    'Statement[0].Resource is "*" for "*"',
  );
});

test.each<[string, Properties]>([
  [
    "parts of names",
    { Action: ["s3:Get*", "s3:PutObject*", "s3:*Tagging"], Resource: ["arn:aws:s3:::*", "arn:*:s3:::shop*"] },
  ],
  [
    "looking at what is there",
    {
      Action: ["ec2:Describe*", "s3:ListAllMyBuckets", "IAM:list*", "logs:DescribeLogGroups"],
      Resource: "*",
    },
  ],
  ["a refusal", { Effect: "Deny", Action: "*", Resource: "*" }],
  ["a refusal in other letters", { Effect: undefined, effect: "Deny", NotAction: "*", NotResource: "*" }],
  ["an effect that is not known", { Effect: UNKNOWN, Action: "*" }],
  ["actions that are not known", { Action: UNKNOWN, Resource: "*" }],
  ["an action that is not known", { Action: [UNKNOWN], Resource: "*" }],
  ["resources that are not known", { Resource: UNKNOWN }],
  ["what has a tag", { Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/team": "shop" } } }],
  [
    "what has a tag, and more",
    { Resource: "*", Condition: { Bool: {}, StringEquals: { a: "b", "aws:ResourceTag/team": "shop" } } },
  ],
  ["what gets a tag", { Resource: "*", Condition: { stringlike: { "aws:requesttag/team": "shop*" } } }],
  [
    "machines with a tag",
    { Action: "ec2:StopInstances", Resource: "*", Condition: { StringLike: { "ec2:ResourceTag/a": "b" } } },
  ],
  ["nothing at all", { Action: undefined, Resource: undefined }],
])("somebody may have %s", (_, statement) => {
  expectCompliance(policy, identity(document(allow(statement))));
});

test.each([
  "cloudwatch:GetMetricData",
  "cloudwatch:GetMetricStatistics",
  "cloudwatch:PutMetricData",
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:UnassignPrivateIpAddresses",
  "ecr:GetAuthorizationToken",
  "kms:GenerateRandom",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
  "sts:GetCallerIdentity",
  "tag:GetResources",
  "XRAY:getsamplingrules",
  "xray:GetSamplingStatisticSummaries",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
])("%s is for everything there is", (Action) => {
  expectCompliance(policy, identity(document(allow({ Action, Resource: "*" }))));
});

const form = 'Fix: Make it the JSON of a policy document, { "Version": "2012-10-17", "Statement": […] }.';

test.each<[string, Value, string]>([
  ["no JSON", "{", `policy ${unreadable}.\n  ${form}`],
  ["no object", "5", `policy ${unreadable}`],
  ["nothing", "null", `policy ${unreadable}`],
  ["a number", 5, `policy ${unreadable}`],
  ["a statement in words", document("allow all"), `policy.Statement[0] ${unreadable}.\n  ${form}`],
])("what nobody can read is refused: %s", (_, value, message) => {
  expectViolation(policy, identity(value), message);
});

test("each statement is judged, those that are not known are not", () => {
  const wide = allow({ Action: "s3:*" });
  expectViolation(
    policy,
    identity(document(allow({}), UNKNOWN, wide, { Effect: "Deny", Action: "*" }, wide)),
    "policy.Statement[2].Action",
    "policy.Statement[4].Action",
  );
  expectViolation(policy, identity({ statement: wide }), "policy.Statement[0].Action");
  for (const value of [{}, { Statement: UNKNOWN }, '{ "Statement": null }'] as const)
    expectCompliance(policy, identity(value));
});
