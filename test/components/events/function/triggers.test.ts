import type { FunctionSpec } from "../../../../components/contracts";
import { KnativeFunction } from "../../../../components/events/function";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";
import { cluster } from "../../kubernetes/knative/fixtures";
import { knativeBus as bus } from "../knative-bus";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations();
});
beforeEach(() => registrations.clear());

const kinds = {
  trigger: "kubernetes:eventing.knative.dev/v1:Trigger",
  ping: "kubernetes:sources.knative.dev/v1:PingSource",
  type: "kubernetes:eventing.knative.dev/v1beta3:EventType",
  service: "kubernetes:serving.knative.dev/v1:Service",
};

async function registered(spec: Partial<FunctionSpec>) {
  const code = { image: "registry.example.com/assign:1" };
  const deployed = new KnativeFunction("assign", { code, ...spec, cluster, namespace: "functions" });
  return valueOf(deployed.url);
}
const namesOf = (kind: string) =>
  registrations
    .names()
    .filter((one) => one.startsWith(`${kind} `))
    .map((one) => one.slice(kind.length + 1));
const inputsOf = (kind: string) => namesOf(kind).map((name) => registrations.get(name, kind).inputs);

test("an event wakes it by a Trigger, a time by a PingSource, and its own types are registered", async () => {
  const url = await registered({
    triggers: [
      { event: { type: "order.placed", source: "/functions/place" } },
      { schedule: "30 7 * * MON-FRI", timeZone: "Europe/Vienna" },
    ],
    publishes: ["driver.assigned"],
    needs: { bus },
  });
  expect(url).toBeUndefined();
  expect(inputsOf(kinds.trigger)).toEqual([
    expect.objectContaining({
      spec: expect.objectContaining({
        broker: "events",
        filter: { attributes: { type: "order.placed", source: "/functions/place" } },
      }) as object,
    }),
  ]);
  expect(inputsOf(kinds.ping)).toEqual([
    expect.objectContaining({
      spec: expect.objectContaining({ schedule: "30 7 * * MON-FRI", timezone: "Europe/Vienna" }) as object,
    }),
  ]);
  expect(namesOf(kinds.type)).toEqual(["assign.driver.assigned"]);
  const [service] = inputsOf(kinds.service) as [{ metadata: object }];
  expect(service.metadata).toMatchObject({
    labels: { "networking.knative.dev/visibility": "cluster-local" },
  });
});

test("the same trigger has the same name wherever it stands, and however it is written", async () => {
  const one = { event: { type: "order.placed", source: "/functions/place" } };
  const other = { event: { type: "order.cancelled" } };
  await registered({ triggers: [one, other], needs: { bus } });
  const names = namesOf(kinds.trigger).sort();
  registrations.clear();
  const turned = { event: { source: "/functions/place", type: "order.placed" } };
  await registered({ triggers: [other, turned], needs: { bus } });
  expect(namesOf(kinds.trigger).sort()).toEqual(names);
  expect(new Set(names).size).toBe(2);
});

test("it knows the bus, who it is there, and what it may publish", async () => {
  await registered({ publishes: ["driver.assigned", "driver.missing"], needs: { bus } });
  const [service] = inputsOf(kinds.service) as [
    { spec: { template: { spec: { containers: [{ env: object[] }] } } } },
  ];
  expect(service.spec.template.spec.containers[0].env).toEqual([
    { name: "EVENTS_URL", value: "http://broker/functions/events" },
    { name: "EVENTS_SOURCE", value: "/functions/assign" },
    { name: "EVENTS_TYPES", value: "driver.assigned,driver.missing" },
  ]);
});

test("a function without triggers has none of these", async () => {
  await registered({});
  expect([kinds.trigger, kinds.ping, kinds.type].flatMap(namesOf)).toEqual([]);
});
