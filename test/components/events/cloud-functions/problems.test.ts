import * as pulumi from "@pulumi/pulumi";
import type { EventBus, FunctionSpec } from "../../../../components/contracts";
import { CloudFunction } from "../../../../components/events/cloud-functions";
import { bus, events, platform, recordFunctions, registrations, requests } from "./fixtures";

recordFunctions();

test("what it needs and does not reach is refused before anything is made", () => {
  const output = pulumi.output("x");
  const args = {
    ...requests,
    platform,
    needs: {
      bus: { ...bus, kind: "eventbridge" } as unknown as EventBus,
      database: { secret: output, version: output, poolSize: 1, pods: 1 },
    },
  } as const;
  expect(() => new CloudFunction("wrong", args)).toThrow(
    /needs.bus is of kind eventbridge, which functions on Cloud Functions do not reach. Allowed: a bus of kind pubsub[\s\S]*needs.database is in the cluster/,
  );
  expect(registrations.names()).toEqual([]);
});

test.each<[string, string, FunctionSpec, string]>([
  ["a name that Cloud Run has no room for", "f".repeat(40), requests, "Allowed: up to 49 characters."],
  [
    "a filter that is too long",
    "assign",
    { ...events, triggers: [{ event: { type: "t".repeat(90), source: "s".repeat(200) } }], needs: { bus } },
    "bytes long in Pub/Sub's form. Allowed: 256.",
  ],
])("%s is refused", (_, name, spec, problem) => {
  expect(() => new CloudFunction(name, { ...spec, platform })).toThrow(problem);
});
