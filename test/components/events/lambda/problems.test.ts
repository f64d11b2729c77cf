import * as pulumi from "@pulumi/pulumi";
import type { EventBus, FunctionSpec } from "../../../../components/contracts";
import { LambdaFunction } from "../../../../components/events/lambda";
import { bus, events, platform, recordLambdas, registrations, requests } from "./fixtures";

recordLambdas();

test("what it needs and does not reach is refused before anything is made, with everything else that is wrong", () => {
  const output = pulumi.output("x");
  const args = {
    ...requests,
    platform,
    memory: "64 MB",
    scale: { min: 1 },
    environment: { AWS_REGION: "mine" },
    needs: {
      bus: { ...bus, kind: "knative" } as unknown as EventBus,
      database: { secret: output, version: output, poolSize: 1, pods: 1 },
      authorization: { endpoint: output, ca: output, presharedKey: output },
    },
  } as const;
  expect(() => new LambdaFunction("wrong", args)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        new RegExp(
          [
            'memory is "64 MB". Allowed: "128 MB" or more; Lambda has no less.',
            "AWS_REGION is set by Lambda",
            "needs.bus is of kind knative, which functions on Lambda do not reach. Allowed: a bus of kind eventbridge.",
            "needs.database is in the cluster",
            "needs.authorization is a SpiceDB in the cluster",
            "scale.min is 1, and Lambda keeps none running while nobody calls.",
          ].join("[\\s\\S]*"),
        ),
      ) as string,
    }) as Error,
  );
  expect(registrations.names()).toEqual([]);
});

test.each<[string, string, FunctionSpec, string]>([
  ["a name that Lambda has no room for", "f".repeat(40), requests, "Allowed: up to 55 characters."],
  [
    "a schedule of both kinds of days",
    "morning",
    { ...events, triggers: [{ schedule: "0 6 1 * MON" }] },
    "names days of the month and days of the week.",
  ],
  ["an image", "image", { code: { image: "a:1" } }, "Lambda runs no images that serve HTTP."],
])("%s is refused", (_, name, spec, problem) => {
  const on = { ...platform, prefix: "cake-a-longer-stack" };
  expect(() => new LambdaFunction(name, { ...spec, platform: on })).toThrow(problem);
});
