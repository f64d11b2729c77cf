import type { CakeConfig } from "../../../stacks/config";
import type { Chosen } from "../../../stacks/platform";
import { registered } from "../../support/registrations";
import {
  built,
  chosenKeycloak,
  directory,
  forget,
  local,
  mockDeployments,
  recordStacks,
  registrations,
  signingIn,
} from "./fixtures";

/** Some make several stacks, and a machine may be busy. */
jest.setTimeout(60_000);

recordStacks();

const withEvents: CakeConfig = { ...local, events: { kind: "knative" } };
const ofEvents = () =>
  registrations.names().filter((one) => /:(KnativeEventing|KnativeBus|.*\/.*:Broker) /.test(one));

test("a stack with events has Knative Eventing, and a bus in the namespace of its functions, which lets them out to it", async () => {
  await built(withEvents, { manifests: { directory } }, undefined, { manifests: { directory } });
  expect(ofEvents()).toEqual([
    "cakestack:events:KnativeBus events",
    "cakestack:kubernetes:KnativeEventing eventing",
    "kubernetes:eventing.knative.dev/v1:Broker events",
  ]);
  expect(registrations.get("events", "cakestack:events:KnativeBus").dependsOn).toEqual([
    "eventing-eventtype-knative-eventing-dev.knative.sources.ping",
  ]);
  expect(
    registrations.get("events", "kubernetes:eventing.knative.dev/v1:Broker").inputs.metadata,
  ).toMatchObject({
    namespace: "functions",
  });
  expect(JSON.stringify(registrations.get("functions-allow-egress").inputs.spec)).toContain(
    "knative-eventing",
  );
});

test("configured manifests are those of every part of Knative", async () => {
  const functions: CakeConfig["functions"] = { kind: "knative", manifests: { directory } };
  await built({ ...withEvents, functions }, { manifests: { directory: "/nowhere" } }, undefined, {
    manifests: { directory: "/nowhere" },
  });
  expect(ofEvents()).toContain("cakestack:kubernetes:KnativeEventing eventing");
});

test("on Kafka there is nothing to install", async () => {
  const events = { kind: "knative", channel: { kind: "kafka" } } as const;
  await built({ ...local, events }, { manifests: { directory } });
  expect(ofEvents()).toEqual([
    "cakestack:events:KnativeBus events",
    "kubernetes:eventing.knative.dev/v1:Broker events",
  ]);
  const { spec } = registrations.get("events", "kubernetes:eventing.knative.dev/v1:Broker").inputs;
  expect(spec).toMatchObject({ config: { name: "kafka-broker-config", namespace: "knative-eventing" } });
});

test("a stack without events has nothing of them", async () => {
  await built(local, { manifests: { directory } });
  expect(ofEvents()).toEqual([]);
  expect(JSON.stringify(registrations.get("functions-allow-egress").inputs.spec)).not.toContain(
    "knative-eventing",
  );
});

test("a CockroachDB tells a function of written events where that is asked for, and nowhere else", async () => {
  const chosen: Chosen = {
    ...chosenKeycloak,
    database: {
      kind: "existing",
      url: "postgresql://admin:s3cret@db.example.com:26257/defaultdb",
      server: { engine: "cockroach", connections: 100, ca: undefined },
      checked: "here",
    },
  };
  const made = async (changefeed: "on" | "off" | undefined) => {
    forget();
    const config: CakeConfig = { ...signingIn, events: { kind: "knative", changefeed } };
    await built(config, { manifests: { directory } }, chosen, { manifests: { directory } });
    await registered();
    return [
      mockDeployments.map(({ name }) => name).filter((name) => name.startsWith("ledger")),
      registrations.names().filter((name) => name.endsWith("florist-changefeed")),
    ];
  };
  expect(await made("on")).toEqual([
    ["ledger", "ledger-changes"],
    ["kubernetes:batch/v1:Job florist-changefeed", "kubernetes:core/v1:ConfigMap florist-changefeed"],
  ]);
  for (const changefeed of ["off", undefined] as const) {
    expect(await made(changefeed)).toEqual([["ledger"], []]);
  }
});
