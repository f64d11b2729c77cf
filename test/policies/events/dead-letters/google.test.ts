import { deadLetters as policy } from "../../../../policies/events/dead-letters";
import { expectCompliance, expectViolation, resource } from "../../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";

describe("on Google Cloud", () => {
  const subscription = (properties: Properties, name = "orders") =>
    resource("gcp:pubsub/subscription:Subscription", properties, { name });
  const dead = (deadLetterTopic: Value): Properties => ({ deadLetterPolicy: { deadLetterTopic } });
  const where = "deadLetterPolicy.deadLetterTopic";
  const eventarc = (value: Value) =>
    resource("gcp:eventarc/trigger:Trigger", { matchingCriterias: [{ attribute: "type", value }] });

  test.each<[string, Properties, string]>([
    [
      "none",
      {},
      `${where} is missing.\n  Fix: Set deadLetterPolicy.deadLetterTopic to the id of a topic that has a subscription of its own.\n`,
    ],
    ["a policy without one", { deadLetterPolicy: { maxDeliveryAttempts: 5 } }, `${where} is missing.`],
    ["an empty one", dead(""), `${where} is "".`],
    ["a number", dead(7), `${where} is 7.`],
  ])("a subscription with %s is refused", (_, properties, message) => {
    expectViolation(policy, subscription({ topic: "orders", ...properties }), message);
  });

  test("one with a topic for them passes, and the one that reads that topic", () => {
    const one = subscription({ topic: "orders", ...dead("projects/shop/topics/letters") });
    expectCompliance(policy, [one, subscription({ topic: "projects/shop/topics/letters" }, "letters")]);
    expectCompliance(policy, [one, subscription({ topic: "letters" }, "letters")]);
    expectCompliance(policy, [one, subscription({ topic: UNKNOWN }, "letters")]);
    expectCompliance(policy, subscription(dead(UNKNOWN)));
    expectCompliance(policy, [subscription(dead(UNKNOWN)), subscription({ topic: "letters" }, "letters")]);
  });

  test("one that reads another topic does not", () => {
    const one = subscription({ topic: "orders", ...dead("letters") });
    const others = [{ topic: "projects/shop/topics/others" }, { topic: "letters/others" }, { topic: 7 }, {}];
    for (const properties of others) {
      const other = subscription(properties, "others");
      expectViolation(policy, [one, other], [other, `${where} is missing.`]);
    }
    const [both, wrong] = [subscription({ topic: "" }), subscription({ topic: "", ...dead("") }, "wrong")];
    expectViolation(policy, [both, wrong], [both, "is missing"], [wrong, 'is ""']);
  });

  test("a trigger of Eventarc for messages of a topic is refused: it can have none", () => {
    expectViolation(
      policy,
      eventarc("google.cloud.pubsub.topic.v1.messagePublished"),
      "takes messages of a topic by a subscription that Eventarc makes, which has no dead letters: after a day a message is lost.\n  Fix: Replace the trigger by a gcp.pubsub.Subscription with a pushConfig and a deadLetterPolicy.\n",
    );
    expectCompliance(policy, eventarc("google.cloud.storage.object.v1.finalized"));
    expectCompliance(policy, eventarc(UNKNOWN));
    expectCompliance(policy, resource("gcp:eventarc/trigger:Trigger", {}));
  });
});
