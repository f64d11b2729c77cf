import { stackPolicy, types, type Resource } from "../policy";
import { at, isOneOf, shown, UNKNOWN, type Value } from "../value";
import { functionName, isLambda, isNamedBy } from "./functions";

const isText = (value: Value): boolean => value === UNKNOWN || (typeof value === "string" && value !== "");

const isPermission = types("aws:lambda/permission:Permission");
const isSchedule = types("aws:scheduler/schedule:Schedule");
const isUrl = types("aws:lambda/functionUrl:FunctionUrl");
const isMapping = types("aws:lambda/eventSourceMapping:EventSourceMapping");

const keepsFailures = ({ type, properties }: Resource): boolean =>
  type === "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig" &&
  isText(at(properties, "destinationConfig", "onFailure", "destination"));

/** Services that wait for the answer of a function. All others leave it an event, and go. */
const waiting: readonly Value[] = [
  "alexa-appkit.amazon.com",
  "apigateway.amazonaws.com",
  "bedrock.amazonaws.com",
  "cognito-idp.amazonaws.com",
  "elasticloadbalancing.amazonaws.com",
  "lexv2.amazonaws.com",
];

/** Who may call: a service that waits, or a service that does not. Nobody can say it of others, such as accounts. */
const principalOf = ({ properties }: Resource): Value => at(properties, "principal");
const isOfWaiting = (one: Resource): boolean => isPermission(one.type) && isOneOf(principalOf(one), waiting);
const isOfSender = (one: Resource): boolean => {
  const principal = principalOf(one);
  return (
    isPermission(one.type) &&
    typeof principal === "string" &&
    /\.amazonaws\.com(?:\.cn)?$/.test(principal) &&
    !waiting.includes(principal)
  );
};

/** Who calls which function, as the resources of a stack say. */
function callers(resources: readonly Resource[]) {
  const urls = resources.filter(({ type }) => isUrl(type) || isMapping(type));
  const waiters = resources.filter(isOfWaiting);
  const senders = resources.filter(isOfSender);
  const schedules = resources.filter(({ type }) => isSchedule(type));
  return {
    /** An address, a queue or stream that keeps what fails itself, or a service that waits. */
    isWaitedFor: (name: string): boolean =>
      isNamedBy(name, urls, "functionName") || isNamedBy(name, waiters, "function"),
    isSentEvents: (name: string): boolean =>
      senders.some(({ properties }) => functionName(at(properties, "function")) === name) ||
      schedules.some(({ properties }) => functionName(at(properties, "target", "arn")) === name),
  };
}

/**
 * A function needs it that anybody may leave an event and go: all of them but those that something in the stack calls, and
 * nothing that does not wait for the answer. Nobody sees calls from elsewhere.
 */
export const lambdaDeadLetters = stackPolicy({
  name: "lambda-dead-letters",
  description: "A Lambda function that takes events keeps those that it cannot handle.",
  why: "Lambda tries an event three times, and then throws it away: nobody sees that anything is lost.",
  link: "https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html",
  *check(resources) {
    const configs = resources.filter(keepsFailures);
    const { isWaitedFor, isSentEvents } = callers(resources);
    for (const resource of resources.filter(({ type }) => isLambda(type))) {
      const target = at(resource.properties, "deadLetterConfig", "targetArn");
      const name = at(resource.properties, "name");
      if (isText(target) || name === UNKNOWN) continue;
      const own = typeof name === "string" ? name : resource.name;
      if (isNamedBy(own, configs, "functionName") || (isWaitedFor(own) && !isSentEvents(own))) continue;
      yield {
        resource,
        at: "deadLetterConfig.targetArn",
        problem: `is ${shown(target)}, so that an event that the function cannot handle is lost`,
        fix:
          "Set deadLetterConfig.targetArn to the ARN of a queue or topic, or give the function a FunctionEventInvokeConfig " +
          "with destinationConfig.onFailure.destination",
      };
    }
  },
});
