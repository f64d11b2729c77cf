import { types, type Resource, type StackFinding } from "../../policy";
import { allSame } from "../../references";
import { at, items, shown, UNKNOWN, type Value } from "../../value";

const isSubscription = types("gcp:pubsub/subscription:Subscription");
const isEventarc = types("gcp:eventarc/trigger:Trigger");

/** The type of Eventarc's events that are messages of a topic. */
const message = "google.cloud.pubsub.topic.v1.messagePublished";

/** What of Google Cloud drops an event that nobody takes. */
export function* googleFindings(all: readonly Resource[]): Iterable<StackFinding> {
  const dead = all.map(deadLetterTopic);
  for (const resource of all) {
    if (isSubscription(resource.type) && !readsDeadLetters(resource, dead)) yield* subscription(resource);
    if (isEventarc(resource.type) && takesMessages(resource))
      yield {
        resource,
        problem:
          "takes messages of a topic by a subscription that Eventarc makes, which has no dead letters: after a day a message is lost",
        fix: "Replace the trigger by a gcp.pubsub.Subscription with a pushConfig and a deadLetterPolicy",
      };
  }
}

const deadLetterTopic = ({ properties }: Resource): Value =>
  at(properties, "deadLetterPolicy", "deadLetterTopic");

const isTopic = (value: Value): boolean => value === UNKNOWN || (typeof value === "string" && value !== "");

function* subscription(resource: Resource): Iterable<StackFinding> {
  const topic = deadLetterTopic(resource);
  if (isTopic(topic)) return;
  yield {
    resource,
    at: "deadLetterPolicy.deadLetterTopic",
    problem: `is ${shown(topic)}`,
    fix: "Set deadLetterPolicy.deadLetterTopic to the id of a topic that has a subscription of its own",
  };
}

/** Whether it is the end of events that nobody took. */
const readsDeadLetters = ({ properties }: Resource, dead: readonly Value[]): boolean =>
  dead.some((topic) => isTopic(topic) && maySame(topic, at(properties, "topic")));

/** A topic is named by its id, or within a project by the end of that. */
const maySame = (one: Value, other: Value): boolean => allSame([lastOf(one), lastOf(other)]) !== false;

const lastOf = (id: Value): Value => (typeof id === "string" ? id.split("/").at(-1) : id);

const takesMessages = ({ properties }: Resource): boolean =>
  items(at(properties, "matchingCriterias")).some((one) => at(one, "value") === message);
