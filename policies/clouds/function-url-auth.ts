import { resourcePolicy, types, type Finding, type Resource } from "../policy";
import { at, isOneOf, items, shown, UNKNOWN, type Properties, type Value } from "../value";
import { allowedFunctions, functionName } from "./functions";

const url = "aws:lambda/functionUrl:FunctionUrl";
const permission = "aws:lambda/permission:Permission";

/** What names the function in each type. */
const functionIn: Readonly<Record<string, string>> = { [url]: "functionName", [permission]: "function" };

/** What lets everybody in, where not everybody is meant. */
function* openings({ type, properties }: Resource): Iterable<Finding> {
  if (type === url) {
    const authorization = at(properties, "authorizationType");
    if (!isOneOf(authorization, ["AWS_IAM"]))
      yield {
        at: "authorizationType",
        problem: `is ${shown(authorization)}, so that anybody on the internet may call the function`,
        fix: 'Set authorizationType to "AWS_IAM"',
      };
    return;
  }
  const principal = at(properties, "principal");
  const named = principal === UNKNOWN || (typeof principal === "string" && principal !== "*");
  if (named || !isByUrl(properties) || at(properties, "principalOrgId") !== undefined) return;
  const who = isOneOf(at(properties, "functionUrlAuthType"), ["AWS_IAM"])
    ? "with an AWS account"
    : "on the internet";
  yield {
    at: "principal",
    problem: `is ${shown(principal)}, so that anybody ${who} may call the function by its address`,
    fix: "Set principal to who calls it, or add principalOrgId",
  };
}

/** Calls by other ways are for policy `public-functions`. */
const isByUrl = (properties: Properties): boolean =>
  at(properties, "action") === "lambda:InvokeFunctionUrl" || at(properties, "invokedViaFunctionUrl") === true;

/** Credentials are for known pages only, whoever else may call. */
function* cors(properties: Properties): Iterable<Finding> {
  const credentials = at(properties, "cors", "allowCredentials");
  if (isOneOf(credentials, [undefined, false])) return;
  for (const [index, origin] of items(at(properties, "cors", "allowOrigins")).entries())
    if (origin !== UNKNOWN && (typeof origin !== "string" || origin.includes("*")))
      yield {
        at: `cors.allowOrigins[${index}]`,
        problem: `is ${shown(origin)}, and cors.allowCredentials is ${shown(credentials)}: any page may call as who visits it`,
        fix: "Name the pages that call the function in cors.allowOrigins, or set cors.allowCredentials to false",
      };
}

export const functionUrlAuth = resourcePolicy({
  name: "function-url-auth",
  description: "The address of a Lambda function asks who calls, unless the function is listed as public.",
  why: "Addresses of functions are found by those who try them all: what is open is what somebody has said is open.",
  link: "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
  options: { allowed: allowedFunctions },
  concerns: types(url, permission),
  *check(resource, { options: { allowed } }) {
    const { type, properties } = resource;
    const name = functionName(at(properties, functionIn[type]!));
    const open: readonly Value[] = allowed;
    const listed = open.includes(name) || open.includes(resource.name);
    // A name that nobody knows yet may be one that is listed.
    const perhaps = name === UNKNOWN && allowed.length > 0;
    if (!listed && !perhaps)
      for (const { fix, ...finding } of openings(resource))
        yield {
          ...finding,
          fix: `${fix}; or, where everybody is meant, add ${JSON.stringify(typeof name === "string" ? name : resource.name)} to the option allowed`,
        };
    yield* cors(properties);
  },
});
