import { publicFunctions as policy } from "../../../policies/events/public-functions";
import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const label = "networking.knative.dev/visibility";
const service = (labels: Value, kind = "Service") =>
  object(
    { apiVersion: "serving.knative.dev/v1", kind, metadata: { name: "hello", labels } },
    { name: "logical" },
  );
const iam = (type: string, properties: Properties) => resource(`gcp:${type}`, properties);
const member = (given: Value) =>
  iam("cloudrunv2/serviceIamMember:ServiceIamMember", {
    name: "hello",
    role: "roles/run.invoker",
    member: given,
  });
const route = (properties: Properties) => resource("aws:apigatewayv2/route:Route", properties);
const method = (properties: Properties) => resource("aws:apigateway/method:Method", properties);
const permission = (properties: Properties) =>
  resource("aws:lambda/permission:Permission", {
    action: "lambda:InvokeFunction",
    function: "hello",
    principal: "*",
    ...properties,
  });

describe("on Knative", () => {
  test("the message says what is open, how to close it, and how to leave it open", () => {
    expectViolation(
      policy,
      service(undefined),
      `metadata.labels["networking.knative.dev/visibility"] is missing, so that anybody on the internet may call the function.
  Fix: Set metadata.labels["networking.knative.dev/visibility"] to "cluster-local"; or, where everybody is meant, add "hello" to the option allowed.
  Why: A platform makes functions public that nobody meant to be: what is open is what somebody has said is open. https://knative.dev/docs/serving/services/private-services/`,
    );
  });

  test.each<[string, ReturnType<typeof service>, string]>([
    ["a Service with another visibility", service({ [label]: "public" }), `["${label}"] is "public", so`],
    ["a Service with a wrong label", service({ [label]: true }), `["${label}"] is true, so`],
    ["a Service with labels that are none", service("labels"), `["${label}"] is missing, so`],
    ["a Route", service({}, "Route"), `["${label}"] is missing, so`],
    [
      "a name of its own",
      object({
        apiVersion: "serving.knative.dev/v1beta1",
        kind: "DomainMapping",
        metadata: { name: "shop.example.com", labels: { [label]: "cluster-local" } },
        spec: { ref: { name: "orders" } },
      }),
      'spec.ref has a public address of its own, by which anybody may call the function.\n  Fix: Leave the DomainMapping out; or, where everybody is meant, add "orders" to',
    ],
  ])("%s is refused", (_, judged, message) => {
    expectViolation(policy, judged, message);
  });

  test.each<[string, Value]>([
    ["that only the cluster reaches", { [label]: "cluster-local" }],
    ["whose label is not known", { [label]: UNKNOWN }],
    ["whose labels are not known", UNKNOWN],
  ])("a Service %s passes", (_, labels) => {
    expectCompliance(policy, service(labels));
  });

  test("one that is listed passes, by its name or by that of its resource, and no other", () => {
    expectCompliance(policy, service({}), { options: { allowed: ["orders", "hello"] } });
    expectCompliance(policy, service({}), { options: { allowed: ["logical"] } });
    expectViolation(policy, service({}), "is missing, so", { options: { allowed: ["hell", "hello2"] } });
  });

  test("one whose name is not known yet waits for the update, and one without a name has that of its resource", () => {
    const named = (name: Value) =>
      object(
        { apiVersion: "serving.knative.dev/v1", kind: "Service", metadata: { name } },
        { name: "logical" },
      );
    expectCompliance(policy, named(UNKNOWN));
    expectViolation(policy, named(undefined), 'add "logical" to the option allowed');
    expectViolation(policy, named(7), 'add "logical" to the option allowed');
  });

  test("other Services and Configurations are for others", () => {
    expectCompliance(policy, object({ apiVersion: "v1", kind: "Service" }));
    expectCompliance(policy, service({}, "Configuration"));
  });
});

describe("on Google Cloud", () => {
  test.each<[string, ReturnType<typeof iam>, string | RegExp]>([
    [
      "everybody",
      member("allUsers"),
      'member is "allUsers", which names nobody, so that anybody may call the function.\n  Fix: Set member to who calls it, such as "serviceAccount:…"; or, where everybody is meant, add "hello" to',
    ],
    [
      "everybody with an account",
      member("allAuthenticatedUsers"),
      'member is "allAuthenticatedUsers", which',
    ],
    ["nobody that is named", member(undefined), "member is missing, which"],
    ["a number", member(7), "member is 7, which"],
    ["a list", member(["user:a@b.c"]), 'member is ["user:a@b.c"], which'],
    ["a kind without a name", member("user:"), 'member is "user:", which'],
    ["a name without a kind", member(":x"), 'member is ":x", which'],
    ["what only ends in a kind and a name", member("7user:x"), 'member is "7user:x", which'],
    [
      "everybody among others",
      iam("cloudrunv2/serviceIamBinding:ServiceIamBinding", {
        name: "hello",
        members: ["user:a@b.c", "allUsers"],
      }),
      'members[1] is "allUsers", which',
    ],
    [
      "everybody beside one who is not known",
      iam("cloudfunctionsv2/functionIamBinding:FunctionIamBinding", {
        cloudFunction: "hello",
        members: [UNKNOWN, "allUsers"],
      }),
      /^members\[1\] is "allUsers"[^]*add "hello" to/,
    ],
    [
      "a list that is none",
      iam("cloudfunctions/functionIamBinding:FunctionIamBinding", {
        cloudFunction: "hello",
        members: "allUsers",
      }),
      'members[0] is "allUsers", which',
    ],
    [
      "everybody on a function of the second generation",
      iam("cloudfunctionsv2/functionIamMember:FunctionIamMember", {
        cloudFunction: "hello",
        member: "allUsers",
      }),
      'add "hello" to',
    ],
    [
      "everybody on a function of the first generation",
      iam("cloudfunctions/functionIamMember:FunctionIamMember", {
        cloudFunction: "hello",
        member: "allUsers",
      }),
      'add "hello" to',
    ],
    [
      "everybody on an old service",
      iam("cloudrun/iamMember:IamMember", { service: "hello", member: "allUsers" }),
      'add "hello" to',
    ],
    [
      "everybody in a policy",
      iam("cloudrun/iamPolicy:IamPolicy", {
        service: "hello",
        policyData: JSON.stringify({
          bindings: [{ members: ["user:a@b.c"] }, { members: ["group:a", "allUsers"] }],
        }),
      }),
      'policyData.bindings[1].members[1] is "allUsers", which',
    ],
    [
      "everybody in a policy that is no text",
      iam("cloudrunv2/serviceIamPolicy:ServiceIamPolicy", {
        policyData: { bindings: [{ members: ["allUsers"] }] },
      }),
      'policyData.bindings[0].members[0] is "allUsers", which',
    ],
    [
      "what is no policy",
      iam("cloudrunv2/serviceIamPolicy:ServiceIamPolicy", { policyData: "{" }),
      'policyData is "{", which',
    ],
    [
      "nobody who is asked for",
      iam("cloudrunv2/service:Service", { name: "hello", invokerIamDisabled: true }),
      'invokerIamDisabled is true, so that nobody asks who calls the function.\n  Fix: Take invokerIamDisabled out, and give those roles/run.invoker who may call it; or, where everybody is meant, add "hello" to',
    ],
    [
      "a wrong word",
      iam("cloudrunv2/service:Service", { invokerIamDisabled: "no" }),
      'invokerIamDisabled is "no"',
    ],
  ])("%s is refused", (_, judged, message) => {
    expectViolation(policy, judged, message);
  });

  test.each([
    member("serviceAccount:a@b.c"),
    member("principalSet://iam.googleapis.com/x"),
    member(UNKNOWN),
    iam("cloudrunv2/serviceIamBinding:ServiceIamBinding", { members: [] }),
    iam("cloudrunv2/serviceIamBinding:ServiceIamBinding", { members: UNKNOWN }),
    iam("cloudrunv2/serviceIamPolicy:ServiceIamPolicy", { policyData: UNKNOWN }),
    iam("cloudrunv2/serviceIamPolicy:ServiceIamPolicy", { policyData: '{"bindings":null}' }),
    iam("cloudrunv2/serviceIamPolicy:ServiceIamPolicy", { policyData: '{"bindings":[null]}' }),
    iam("cloudrunv2/serviceIamMember:ServiceIamMember", { name: UNKNOWN, member: "allUsers" }),
    iam("cloudrunv2/service:Service", {}),
    iam("cloudrunv2/service:Service", { invokerIamDisabled: false }),
    iam("cloudrunv2/service:Service", { invokerIamDisabled: UNKNOWN }),
    iam("cloudrunv2/jobIamMember:JobIamMember", { name: "hello", member: "allUsers" }),
    iam("storage/bucketIAMMember:BucketIAMMember", { bucket: "hello", member: "allUsers" }),
    resource("gcp:cloudrun/iamMember:IamMember/other", { member: "allUsers" }),
    resource("other:gcp:cloudrun/iamMember:IamMember", { member: "allUsers" }),
  ])("$type with $properties passes", (judged) => {
    expectCompliance(policy, judged);
  });

  test("a function that is listed passes", () => {
    expectCompliance(policy, member("allUsers"), { options: { allowed: ["hello"] } });
  });
});

describe("on AWS", () => {
  test.each<[string, ReturnType<typeof route>, string | RegExp]>([
    [
      "a route",
      route({ routeKey: "GET /hello" }),
      'authorizationType is missing, so that anybody on the internet may call the function.\n  Fix: Set authorizationType to JWT, AWS_IAM, CUSTOM, with an authorizerId where that is asked for; or, where everybody is meant, add "GET /hello" to',
    ],
    ["a route that says so", route({ routeKey: "$default", authorizationType: "NONE" }), 'is "NONE", so'],
    ["a web socket", route({ routeKey: "$connect" }), "authorizationType is missing"],
    ["a route without a key", route({}), /^authorizationType is missing[^]*add "tried" to/],
    [
      "a route of a method that ends so",
      route({ routeKey: "XOPTIONS /hello" }),
      "authorizationType is missing",
    ],
    [
      "a route of anything but OPTIONS",
      route({ routeKey: "OPTIONSX /hello" }),
      "authorizationType is missing",
    ],
    [
      "a method",
      method({ httpMethod: "GET", authorization: "NONE" }),
      /^authorization is "NONE", so that anybody on the internet may call the function\.\n {2}Fix: Set authorization to COGNITO_USER_POOLS, AWS_IAM, CUSTOM, with an authorizerId where that is asked for; or, where everybody is meant, add "tried" to/,
    ],
    ["a method with the word of routes", method({ authorization: "JWT" }), 'authorization is "JWT"'],
    [
      "an API with a target",
      resource("aws:apigatewayv2/api:Api", { name: "shop", target: "arn:aws:lambda:x" }),
      'target makes a route without an authorizer, so that anybody on the internet may call the function.\n  Fix: Take target out, and declare an Integration and a Route with an authorizationType; or, where everybody is meant, add "shop" to',
    ],
    [
      "any account",
      permission({}),
      'principal is "*", so that anybody with an AWS account may call the function.\n  Fix: Set principal to who calls it, or add principalOrgId, sourceAccount or sourceArn; or, where everybody is meant, add "hello" to',
    ],
    ["a principal that is none", permission({ principal: 7 }), "principal is 7, so"],
  ])("%s is refused", (_, judged, message) => {
    expectViolation(policy, judged, message);
  });

  test.each([
    route({ routeKey: "GET /hello", authorizationType: "JWT" }),
    route({ routeKey: "GET /hello", authorizationType: "AWS_IAM" }),
    route({ routeKey: "GET /hello", authorizationType: "CUSTOM" }),
    route({ routeKey: "GET /hello", authorizationType: UNKNOWN }),
    route({ routeKey: UNKNOWN }),
    route({ routeKey: "OPTIONS /hello" }),
    route({ routeKey: "$disconnect" }),
    route({ routeKey: "sendMessage" }),
    route({ routeKey: "my$default" }),
    route({ routeKey: "$connected" }),
    method({ httpMethod: "OPTIONS", authorization: "NONE" }),
    method({ httpMethod: "GET", authorization: "COGNITO_USER_POOLS" }),
    method({ httpMethod: "GET", authorization: "AWS_IAM" }),
    method({ httpMethod: "GET", authorization: "CUSTOM" }),
    method({ httpMethod: "GET", authorization: UNKNOWN }),
    resource("aws:apigatewayv2/api:Api", {}),
    resource("aws:apigatewayv2/api:Api", { target: UNKNOWN }),
    permission({ principal: "events.amazonaws.com" }),
    permission({ principal: UNKNOWN }),
    permission({ principalOrgId: "o-1" }),
    permission({ sourceAccount: "123456789012" }),
    permission({ sourceArn: UNKNOWN }),
    permission({ action: "lambda:InvokeFunctionUrl" }),
    permission({ invokedViaFunctionUrl: true }),
    resource("aws:lambda/functionUrl:FunctionUrl", { authorizationType: "NONE" }),
  ])("$type with $properties passes", (judged) => {
    expectCompliance(policy, judged);
  });

  test("what is listed passes", () => {
    expectCompliance(policy, route({ routeKey: "GET /hello" }), { options: { allowed: ["GET /hello"] } });
    expectCompliance(policy, method({}), { options: { allowed: ["tried"] } });
  });
});
