import type { FunctionSpec } from "../../../../components/contracts";
import { bus, events, functionOf, inputsOf, recordFunctions, registered, registrations } from "./fixtures";

recordFunctions();

const itself = "serviceAccount:cake-test-assign@shop.iam.gserviceaccount.com";

describe("a function with triggers", () => {
  const woken: FunctionSpec = {
    ...events,
    timeout: "2 minutes",
    triggers: [
      { event: { type: "order.placed", source: '/the "shop"' } },
      { schedule: "*/20 7 * * MON-FRI", timeZone: "Europe/Vienna" },
    ],
    needs: { bus },
  };
  const named = (type: string) => {
    const form = new RegExp(`^gcp:${type} assign-[0-9a-f]{8}$`);
    return registrations
      .names()
      .find((one) => form.test(one))!
      .split(" ")[1]!;
  };
  const address = "https://cake-test-assign-abc.a.run.app";
  const account = "cake-test-assign@shop.iam.gserviceaccount.com";
  const agent = "serviceAccount:service-42@gcp-sa-pubsub.iam.gserviceaccount.com";

  test("is reached from its project by itself only, and has for each trigger what wakes it", async () => {
    const { url, innerUrl } = await registered("assign", woken);
    expect([url, innerUrl]).toEqual([undefined, address]);
    expect(registrations.names().map((one) => one.replace(/assign-[0-9a-f]{8}/, "assign-*"))).toEqual([
      "cakestack:events:CloudFunction assign",
      "gcp:cloudfunctionsv2/function:Function assign",
      "gcp:cloudrunv2/serviceIamMember:ServiceIamMember assign-itself",
      "gcp:cloudscheduler/job:Job assign-*",
      "gcp:pubsub/subscription:Subscription assign-*",
      "gcp:pubsub/subscription:Subscription assign-dead",
      "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember assign-*-agent",
      "gcp:pubsub/topic:Topic assign-dead",
      "gcp:pubsub/topicIAMMember:TopicIAMMember assign-dead-function",
      "gcp:pubsub/topicIAMMember:TopicIAMMember assign-dead-pubsub",
      "gcp:serviceaccount/account:Account assign-account",
      "gcp:storage/bucketObject:BucketObject assign-source",
    ]);
    expect(functionOf("assign").serviceConfig).toMatchObject({
      ingressSettings: "ALLOW_INTERNAL_ONLY",
      environmentVariables: {
        DEAD_LETTERS_URL: "https://pubsub.googleapis.com/v1/assign-dead-id",
      },
    });
    expect(inputsOf("cloudrunv2/serviceIamMember:ServiceIamMember", "assign-itself")).toMatchObject({
      role: "roles/run.invoker",
      member: itself,
    });
  });

  test("gets the events of its filter pushed, as itself", async () => {
    await registered("assign", woken);
    const name = named("pubsub/subscription:Subscription");
    expect(inputsOf("pubsub/subscription:Subscription", name)).toEqual({
      name: `cake-test-${name}`,
      topic: "projects/shop/topics/cake-test-events",
      filter: 'attributes."ce-type" = "order.placed" AND attributes."ce-source" = "/the \\"shop\\""',
      pushConfig: {
        pushEndpoint: address,
        oidcToken: { serviceAccountEmail: account, audience: address },
      },
      ackDeadlineSeconds: 120,
      retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" },
      expirationPolicy: { ttl: "" },
      deadLetterPolicy: { deadLetterTopic: "assign-dead-id", maxDeliveryAttempts: 11 },
    });
    expect(inputsOf("pubsub/subscriptionIAMMember:SubscriptionIAMMember", `${name}-agent`)).toEqual({
      subscription: `cake-test-${name}`,
      role: "roles/pubsub.subscriber",
      member: agent,
    });
  });

  test("is called by a schedule, as itself", async () => {
    await registered("assign", woken);
    const name = named("cloudscheduler/job:Job");
    const { httpTarget, ...job } = inputsOf("cloudscheduler/job:Job", name);
    expect(job).toEqual({
      name: `cake-test-${name}`,
      region: "europe-west1",
      schedule: "*/20 7 * * MON-FRI",
      timeZone: "Europe/Vienna",
      attemptDeadline: "120s",
      retryConfig: { retryCount: 5 },
    });
    const { body, ...target } = httpTarget as { body: string };
    expect(target).toEqual({
      uri: address,
      httpMethod: "POST",
      headers: { "Content-Type": "application/json" },
      oidcToken: { serviceAccountEmail: account, audience: address },
    });
    expect(JSON.parse(Buffer.from(body, "base64").toString())).toEqual({
      specversion: "1.0",
      source: `/schedules/${name}`,
      type: "dev.knative.sources.ping",
    });
  });

  test("keeps what it cannot handle in a topic, and a subscription of it, into which Pub/Sub puts, too", async () => {
    await registered("assign", woken);
    expect(inputsOf("pubsub/topic:Topic", "assign-dead")).toEqual({ name: "cake-test-assign-dead" });
    expect(inputsOf("pubsub/subscription:Subscription", "assign-dead")).toEqual({
      name: "cake-test-assign-dead",
      topic: "assign-dead-id",
      expirationPolicy: { ttl: "" },
    });
    const members = ["function", "pubsub"].map(
      (who) => inputsOf("pubsub/topicIAMMember:TopicIAMMember", `assign-dead-${who}`).member,
    );
    expect(members).toEqual([itself, agent]);
  });
});
