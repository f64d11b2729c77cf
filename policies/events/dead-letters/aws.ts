import { types, type Resource, type StackFinding } from "../../policy";
import { at, isOneOf, shown, UNKNOWN, type Value } from "../../value";
import { parsed } from "../../json";
import { allSame } from "../../references";

const isQueue = types("aws:sqs/queue:Queue");
const isRedrive = types("aws:sqs/redrivePolicy:RedrivePolicy");
const isTopicSubscription = types("aws:sns/topicSubscription:TopicSubscription");

/** Where other resources say which queue has their dead letters. */
const letters: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/eventTarget:EventTarget": ["deadLetterConfig", "arn"],
  "aws:scheduler/schedule:Schedule": ["target", "deadLetterConfig", "arn"],
  "aws:lambda/function:Function": ["deadLetterConfig", "targetArn"],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": [
    "destinationConfig",
    "onFailure",
    "destination",
  ],
  "aws:lambda/eventSourceMapping:EventSourceMapping": ["destinationConfig", "onFailure", "destinationArn"],
};

/** Of these, that is asked for here; Lambda's own is for policy `lambda-dead-letters`. */
const hasTarget = types("aws:cloudwatch/eventTarget:EventTarget", "aws:scheduler/schedule:Schedule");

/** Who reads these is no program that could fail. */
const people = ["email", "email-json", "sms", "application"];

/** What of AWS drops an event that nobody takes. */
export function* awsFindings(all: readonly Resource[]): Iterable<StackFinding> {
  const targets = all.flatMap(targetOf);
  for (const resource of all) {
    const { type, properties } = resource;
    if (isQueue(type) && !hasRedrive(resource, all) && !targets.some((arn) => leadsTo(arn, resource)))
      yield* redrive(resource);
    if (isRedrive(type)) yield* redrive(resource);
    if (isTopicSubscription(type) && !isOneOf(at(properties, "protocol"), people)) yield* redrive(resource);
    if (hasTarget(type)) yield* target(resource);
  }
}

function* redrive(resource: Resource): Iterable<StackFinding> {
  const policy = at(resource.properties, "redrivePolicy");
  if (isQueueName(arnIn(policy))) return;
  yield {
    resource,
    at: "redrivePolicy",
    problem: policy === undefined ? "is missing" : `is ${shown(policy)}, which names no queue`,
    fix: "Set redrivePolicy to JSON with the deadLetterTargetArn of a queue, and a maxReceiveCount where messages are received",
  };
}

function* target(resource: Resource): Iterable<StackFinding> {
  const path = letters[resource.type]!;
  const arn = at(resource.properties, ...path);
  if (isQueueName(arn)) return;
  const where = path.join(".");
  yield {
    resource,
    at: where,
    problem: `is ${shown(arn)}`,
    fix: `Set ${where} to the ARN of a queue of SQS`,
  };
}

const isQueueName = (value: Value): boolean =>
  value === UNKNOWN || (typeof value === "string" && value.startsWith("arn:"));

/** What a policy of redriving names, which is JSON text. */
function arnIn(policy: Value): Value {
  if (policy === UNKNOWN) return UNKNOWN;
  return typeof policy === "string" ? at(parsed(policy), "deadLetterTargetArn") : undefined;
}

/** The queue that has the dead letters of a resource, by its ARN. */
function targetOf({ type, properties }: Resource): readonly Value[] {
  const path = letters[type];
  const arn = path ? at(properties, ...path) : arnIn(at(properties, "redrivePolicy"));
  return arn === undefined ? [] : [arn];
}

/** Whether an ARN may be that of a queue, which has letters that nobody took, and is the end of them. */
function leadsTo(arn: Value, { properties }: Resource): boolean {
  const own = at(properties, "arn") ?? UNKNOWN;
  const name = at(properties, "name");
  const differs = typeof arn === "string" && typeof name === "string" && !arn.endsWith(`:${name}`);
  return allSame([arn, own]) !== false && !differs;
}

/** Whether a queue says by itself that it has dead letters of others, or another resource says where its own go. */
function hasRedrive({ properties }: Resource, all: readonly Resource[]): boolean {
  const allows = at(properties, "redriveAllowPolicy");
  const word = typeof allows === "string" ? at(parsed(allows), "redrivePermission") : allows;
  if (isOneOf(word, ["allowAll", "byQueue"])) return true;
  const url = at(properties, "url") ?? UNKNOWN;
  return all.some((one) => isRedrive(one.type) && allSame([at(one.properties, "queueUrl"), url]) !== false);
}
