import { types, type Resource } from "../../policy";
import { at, isOneOf, shown, UNKNOWN, type Value } from "../../value";
import type { Opening } from "./opening";

/** What says of each type of resource whether everybody is let through. */
const checks: Readonly<Record<string, (resource: Resource) => Iterable<Opening>>> = {
  "aws:apigatewayv2/route:Route": routeOpenings,
  "aws:apigatewayv2/api:Api": quickOpenings,
  "aws:apigateway/method:Method": methodOpenings,
  "aws:lambda/permission:Permission": permissionOpenings,
};

export const isGateway = types(...Object.keys(checks));

/** What lets everybody call a function by an API Gateway, or by Lambda's own address in any account. */
export const gatewayOpenings = (resource: Resource): Iterable<Opening> => checks[resource.type]!(resource);

/** Of a web socket, only `$connect` can ask who somebody is. */
const asks = /^(?:\S+ \/.*|\$default|\$connect)$/;

/** Browsers ask without credentials what they may do. */
const isPreflight = (value: Value): boolean => typeof value === "string" && /^OPTIONS(?: |$)/.test(value);

function* routeOpenings({ properties }: Resource): Iterable<Opening> {
  const name = at(properties, "routeKey");
  if (isPreflight(name) || (typeof name === "string" && !asks.test(name))) return;
  yield* authorization(name, "authorizationType", at(properties, "authorizationType"), "JWT");
}

function* methodOpenings({ name, properties }: Resource): Iterable<Opening> {
  if (isPreflight(at(properties, "httpMethod"))) return;
  yield* authorization(name, "authorization", at(properties, "authorization"), "COGNITO_USER_POOLS");
}

function* authorization(name: Value, field: string, value: Value, token: string): Iterable<Opening> {
  const allowed = [token, "AWS_IAM", "CUSTOM"];
  if (isOneOf(value, allowed)) return;
  yield {
    name,
    at: field,
    problem: `is ${shown(value)}, so that anybody on the internet may call the function`,
    fix: `Set ${field} to ${allowed.join(", ")}, with an authorizerId where that is asked for`,
  };
}

/** A route that comes with the API has no authorizer. */
function* quickOpenings({ properties }: Resource): Iterable<Opening> {
  const target = at(properties, "target");
  if (isOneOf(target, [undefined])) return;
  const name = at(properties, "name");
  yield {
    name,
    at: "target",
    problem: `makes a route without an authorizer, so that anybody on the internet may call the function`,
    fix: "Take target out, and declare an Integration and a Route with an authorizationType",
  };
}

/** An address of its own has a policy of its own. */
const byUrl = (properties: Resource["properties"]): boolean =>
  isOneOf(at(properties, "action"), ["lambda:InvokeFunctionUrl"]) ||
  isOneOf(at(properties, "invokedViaFunctionUrl"), [true]);

const conditions = ["principalOrgId", "sourceAccount", "sourceArn"] as const;

function* permissionOpenings({ properties }: Resource): Iterable<Opening> {
  const principal = at(properties, "principal");
  const named = principal === UNKNOWN || (typeof principal === "string" && principal !== "*");
  const narrowed = conditions.some((one) => at(properties, one) !== undefined);
  if (named || narrowed || byUrl(properties)) return;
  const name = at(properties, "function");
  yield {
    name,
    at: "principal",
    problem: `is ${shown(principal)}, so that anybody with an AWS account may call the function`,
    fix: "Set principal to who calls it, or add principalOrgId, sourceAccount or sourceArn",
  };
}
