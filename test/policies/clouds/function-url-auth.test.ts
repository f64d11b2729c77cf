import { functionUrlAuth as policy } from "../../../policies/clouds/function-url-auth";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const url = (properties: Properties) =>
  resource(
    "aws:lambda/functionUrl:FunctionUrl",
    { functionName: "shop-hello", authorizationType: "AWS_IAM", ...properties },
    { name: "hello-url" },
  );
const permission = (properties: Properties) =>
  resource(
    "aws:lambda/permission:Permission",
    { function: "shop-hello", principal: "*", action: "lambda:InvokeFunctionUrl", ...properties },
    { name: "hello-everyone" },
  );
const arn = "arn:aws:lambda:eu-central-1:1:function:shop-hello";

test("an address that asks nobody is refused", () => {
  expectViolation(
    policy,
    url({ authorizationType: "NONE" }),
    `authorizationType is "NONE", so that anybody on the internet may call the function.
  Fix: Set authorizationType to "AWS_IAM"; or, where everybody is meant, add "shop-hello" to the option allowed.
  Why: Addresses of functions are found by those who try them all: what is open is what somebody has said is open. https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html`,
  );
});

test.each<[string, Properties, string]>([
  [
    "nothing",
    { authorizationType: undefined },
    "authorizationType is missing, so that anybody on the internet",
  ],
  ["true", { authorizationType: true }, "authorizationType is true, so that anybody on the internet"],
  [
    "an ARN",
    { authorizationType: "NONE", functionName: `${arn}:v1` },
    'add "shop-hello" to the option allowed',
  ],
  ["a name of none", { authorizationType: "NONE", functionName: 5 }, 'add "hello-url" to the option allowed'],
  [
    "a name that nobody knows",
    { authorizationType: "NONE", functionName: UNKNOWN },
    'add "hello-url" to the option',
  ],
])("an address with %s is refused", (_, properties, message) => {
  expectViolation(policy, url(properties), message);
});

test.each<[string, Properties]>([
  ["credentials of AWS", {}],
  ["what is not known", { authorizationType: UNKNOWN }],
])("an address that asks for %s may be", (_, properties) => {
  expectCompliance(policy, url(properties));
});

describe("the option allowed", () => {
  const open = { authorizationType: "NONE" };

  test.each<[string, Value, string]>([
    ["a function", "shop-hello", "shop-hello"],
    ["a function of an ARN", arn, "shop-hello"],
    ["a function of a part of an ARN", "1:function:shop-hello", "shop-hello"],
    ["a function of a version", "shop-hello:v1", "shop-hello"],
    ["an address", "shop-hello", "hello-url"],
    ["a function that nobody knows yet", UNKNOWN, "shop-hello"],
  ])("lists %s", (_, functionName, name) => {
    expectCompliance(policy, url({ ...open, functionName }), { options: { allowed: ["other", name] } });
  });

  test("lists who may be called by everybody, and nobody else", () => {
    const options = { allowed: ["shop-hello-2", "hello"] };
    expectViolation(policy, url(open), 'authorizationType is "NONE"', { options });
    expectViolation(policy, permission({}), 'principal is "*"', { options });
    expectCompliance(policy, permission({}), { options: { allowed: ["shop-hello"] } });
    expectCompliance(policy, permission({}), { options: { allowed: ["hello-everyone"] } });
  });
});

test.each<[string, Properties, string]>([
  [
    "by its address",
    { functionUrlAuthType: "NONE" },
    `principal is "*", so that anybody on the internet may call the function by its address.
  Fix: Set principal to who calls it, or add principalOrgId; or, where everybody is meant, add "shop-hello" to the option allowed.`,
  ],
  ["without a word", {}, `principal is "*", so that anybody on the internet may call`],
  ["of any account", { functionUrlAuthType: "AWS_IAM" }, "so that anybody with an AWS account may call"],
  [
    "by way of its address",
    { action: "lambda:InvokeFunction", invokedViaFunctionUrl: true },
    `principal is "*", so that anybody on the internet may call`,
  ],
  [
    "who is nobody",
    { principal: undefined },
    "principal is missing, so that anybody on the internet may call",
  ],
  ["who has no name", { principal: 5 }, "principal is 5, so that anybody on the internet may call"],
])("everybody may not call a function %s", (_, properties, message) => {
  expectViolation(policy, permission(properties), message);
});

test.each<[string, Properties]>([
  ["somebody", { principal: "123456789012" }],
  ["somebody who is not known", { principal: UNKNOWN }],
  ["an organization", { principalOrgId: "o-1" }],
  ["everybody by other ways, which is for another policy", { action: "lambda:InvokeFunction" }],
  ["everybody by ways that are not known", { action: UNKNOWN, invokedViaFunctionUrl: UNKNOWN }],
])("%s may call a function", (_, properties) => {
  expectCompliance(policy, permission(properties));
});

const cors = (allowOrigins: Value, allowCredentials: Value = true) =>
  url({ cors: { allowOrigins, allowCredentials } });

test.each<[string, Value, Value, string]>([
  [
    "any page",
    ["*"],
    true,
    `cors.allowOrigins[0] is "*", and cors.allowCredentials is true: any page may call as who visits it.
  Fix: Name the pages that call the function in cors.allowOrigins, or set cors.allowCredentials to false.`,
  ],
  ["any page with TLS", ["https://shop.example", "https://*"], true, `cors.allowOrigins[1] is "https://*"`],
  ["any page beside one that is not known", [UNKNOWN, "*"], true, `cors.allowOrigins[1] is "*"`],
  ["a word for true", ["*"], "true", `and cors.allowCredentials is "true": any page`],
  ["no page", [5], true, "cors.allowOrigins[0] is 5, and"],
  ["no list", "*", true, `cors.allowOrigins[0] is "*", and`],
])("credentials are not for %s", (_, origins, credentials, message) => {
  expectViolation(policy, cors(origins, credentials), message);
});

test.each<[string, Value, Value]>([
  ["pages that are named", ["https://shop.example"], true],
  ["any page, without credentials", ["*"], false],
  ["any page, when nobody says", ["*"], UNKNOWN],
  ["pages that are not known", UNKNOWN, true],
])("%s may call", (_, origins, credentials) => {
  expectCompliance(policy, cors(origins, credentials));
  expectCompliance(policy, url({ cors: { allowOrigins: ["*"] } }));
});

test("a function that everybody may call is judged by its pages, too", () => {
  const open = url({ authorizationType: "NONE", cors: { allowOrigins: ["*"], allowCredentials: true } });
  const message = `cors.allowOrigins[0] is "*"`;
  expectViolation(policy, open, message, { options: { allowed: ["shop-hello"] } });
  expectViolation(policy, open, 'authorizationType is "NONE"', message);
});

test("nothing else is concerned", () => {
  expectCompliance(policy, resource("aws:lambda/function:Function", { authorizationType: "NONE" }));
});
