import { iamWildcards as policy } from "../../../../policies/clouds/iam-wildcards";
import { expectCompliance, expectViolation, resource } from "../../../../policies/harness";
import { UNKNOWN, type Properties } from "../../../../policies/value";
import { allow, document, everybody } from "./fixtures";

const role = (properties: Properties) => resource("aws:iam/role:Role", properties);
const trust = (statement: Properties) =>
  role({ assumeRolePolicy: document({ Effect: "Allow", Action: "sts:AssumeRole", ...statement }) });

test("a role has policies of its own", () => {
  expectViolation(
    policy,
    role({
      inlinePolicies: [
        { name: "a", policy: document(allow({})) },
        { name: "b", policy: JSON.stringify(document(allow({ Action: "s3:*" }))) },
        UNKNOWN,
      ],
      managedPolicyArns: [
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:iam::aws:policy/AdministratorAccess",
      ],
    }),
    'inlinePolicies[1].policy.Statement[0].Action is "s3:*"',
    'managedPolicyArns[1] is "arn:aws:iam::aws:policy/AdministratorAccess"',
  );
  expectViolation(
    policy,
    role({ inlinePolicies: { policy: document(allow({ Resource: "*" })) } }),
    'inlinePolicies[0].policy.Statement[0].Resource is "*"',
  );
  expectCompliance(
    policy,
    role({ inlinePolicies: UNKNOWN, managedPolicyArns: UNKNOWN, assumeRolePolicy: UNKNOWN }),
  );
  expectCompliance(policy, role({}));
});

test.each<[string, Properties, string]>([
  [
    "everybody",
    { Principal: "*" },
    `assumeRolePolicy.Statement[0].${everybody}.
  Fix: Name who may in Principal, or add a Condition on who calls, such as StringEquals of aws:PrincipalOrgID.`,
  ],
  ["everybody with an account", { Principal: { AWS: "*" } }, everybody],
  ["everybody beside somebody", { Principal: { Service: "ec2.amazonaws.com", AWS: ["1", "*"] } }, everybody],
  ["everybody in a list", { Principal: ["*"] }, everybody],
  ["everybody in small letters", { principal: { aws: "*" } }, everybody],
  [
    "everybody but somebody",
    { NotPrincipal: { AWS: "1" } },
    `assumeRolePolicy.Statement[0].NotPrincipal allows it to everybody but those who are named.
  Fix: Name those who may in Principal, and nobody else.`,
  ],
  [
    "everybody who is not",
    { Principal: "*", Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-1" } } },
    everybody,
  ],
  [
    "everybody who may be",
    { Principal: "*", Condition: { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-1" } } },
    everybody,
  ],
  [
    "everybody of all",
    { Principal: "*", Condition: { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-1" } } },
    everybody,
  ],
  [
    "everybody with a password",
    { Principal: "*", Condition: { StringEquals: { "sts:ExternalId": "a" } } },
    everybody,
  ],
  [
    "everybody of any organization",
    { Principal: "*", Condition: { StringLike: { "aws:PrincipalOrgID": "*" } } },
    everybody,
  ],
  [
    "everybody of one or any",
    { Principal: "*", Condition: { StringLike: { "aws:PrincipalOrgID": ["o-1", "?*"] } } },
    everybody,
  ],
  [
    "everybody of none",
    { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": [] } } },
    everybody,
  ],
  [
    "everybody of nothing",
    { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "" } } },
    everybody,
  ],
  [
    "everybody of a number",
    { Principal: "*", Condition: { StringEquals: { "aws:SourceAccount": 1 } } },
    everybody,
  ],
  [
    "everybody on the internet",
    { Principal: "*", Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } },
    everybody,
  ],
  [
    "everybody on its newer part",
    { Principal: "*", Condition: { IpAddress: { "aws:SourceIp": ["::/0"] } } },
    everybody,
  ],
  ["everybody, in words", { Principal: "*", Condition: "aws:PrincipalOrgID" }, everybody],
])("nobody may be a role that is for %s", (_, statement, message) => {
  expectViolation(policy, trust(statement), message);
});

test.each<[string, Properties]>([
  ["a service", { Principal: { Service: ["lambda.amazonaws.com", "ec2.amazonaws.com"] } }],
  ["an account", { Principal: { AWS: "arn:aws:iam::1:root" } }],
  ["who is not known", { Principal: UNKNOWN }],
  ["an account that is not known", { Principal: { AWS: UNKNOWN } }],
  ["conditions that are not known", { Principal: "*", Condition: UNKNOWN }],
  ["a condition that is not known", { Principal: "*", Condition: { StringEquals: UNKNOWN } }],
  [
    "an organization that is not known",
    { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": UNKNOWN } } },
  ],
  ["one of two", { Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": ["o-1", UNKNOWN] } } }],
  [
    "an organization",
    {
      Principal: "*",
      Condition: {
        Bool: { "aws:SecureTransport": "true" },
        StringEquals: { a: "b", "aws:PrincipalOrgID": "o-1" },
      },
    },
  ],
  ["nobody", { Effect: "Deny", Principal: "*" }],
])("a role may be for %s", (_, statement) => {
  expectCompliance(policy, trust(statement));
});

test.each([
  ["StringEquals", "aws:PrincipalAccount", "1"],
  ["StringEqualsIgnoreCase", "aws:PrincipalOrgPaths", "o-1/*"],
  ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-1/*"],
  ["stringlike", "AWS:USERID", "AROA*"],
  ["ArnEquals", "aws:PrincipalArn", "arn:aws:iam::1:role/a"],
  ["ArnLike", "aws:SourceArn", "arn:aws:sns:*:1:*"],
  ["IpAddress", "aws:SourceIp", "203.0.113.0/24"],
  ["IpAddress", "aws:SourceIp", "10.0.0.0/10"],
  ["StringEquals", "aws:SourceAccount", "1"],
  ["StringEquals", "aws:SourceOrgID", "o-1"],
  ["StringLike", "aws:SourceOrgPaths", "o-1/r-1/*"],
  ["StringEquals", "aws:SourceOwner", "1"],
  ["StringEquals", "aws:SourceVpc", "vpc-1"],
  ["StringEquals", "aws:SourceVpce", "vpce-1"],
  ["StringEquals", "kms:CallerAccount", "1"],
  ["StringEquals", "s3:DataAccessPointAccount", "1"],
  ["StringLike", "s3:DataAccessPointArn", "arn:aws:s3:eu-central-1:1:accesspoint/*"],
])("everybody is somebody by %s of %s", (operator, key, value) => {
  const statement = { Principal: "*", Condition: { [operator]: { [key]: value } } };
  expectCompliance(policy, trust(statement));
  expectViolation(
    policy,
    trust({ ...statement, Condition: { [`x${operator}x`]: { [key]: value } } }),
    everybody,
  );
});
