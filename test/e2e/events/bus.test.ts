import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { environmentOf } from "../../support/cake";
import { Checkout } from "../../support/checkout";
import { engine, type Engine } from "../../support/engine";
import { call } from "../../support/ingress";
import { functions, program } from "./program";

/*
 * A stack with events on a platform of its own, and a program of another team that puts functions on its bus, from nothing
 * to nothing. The tests are steps of one story and run in order: the first one pays for the tools and the platform.
 */

const instance = "bus";
jest.setTimeout(60 * 60_000);

let checkout: Checkout;
let env: Record<string, string>;
let team: Engine;
let urls: { readonly receiver: string; readonly publisher: string };

const cake = (...args: string[]) => checkout.cake(instance, ...args);
const kubectl = async (...args: string[]) => (await execa("kubectl", args, { env })).stdout;

async function succeed(...args: string[]): Promise<string> {
  const { code, text } = await checkout.run(env, "pulumi", ...args, "--stack", "core", "--non-interactive");
  expect({ code, text }).toEqual({ code: 0, text });
  return text;
}

/** Has an event posted to the bus from a pod. @returns what the bus answered */
const publish = async (type: string, data: string) =>
  (await call(`${urls.publisher}/?${new URLSearchParams({ type, data }).toString()}`)).body;

/** Waits for so many events of a type. @returns all that were received */
const received = async (type: string, count: number) =>
  (await call(`${urls.receiver}/?${new URLSearchParams({ type, count: `${count}` }).toString()}`))
    .body as readonly { readonly type: string }[];

const ofType = async (type: string, count: number) =>
  (await received(type, count)).filter((event) => event.type === type);

beforeAll(async () => {
  checkout = await Checkout.make();
  const file = "Pulumi.core.yaml";
  await checkout.write(file, `${await checkout.read(file)}  cake:events:\n    kind: knative\n`);
  await cake("wipe", "--yes");
  const up = await cake("up", "core");
  if (up.code !== 0) throw new Error(up.text);
  env = await environmentOf(instance, "core");
  const { PATH, KUBECONFIG, CAKE_INSTANCE } = env;
  team = await engine({ environment: { PATH, KUBECONFIG, CAKE_INSTANCE } });
  for (const [name, code] of Object.entries(functions)) {
    await fs.mkdir(path.join(team.directory, name));
    await fs.writeFile(path.join(team.directory, name, "index.ts"), code);
  }
  await team.write(program);
});

afterAll(async () => {
  await cake("wipe", "--yes");
  await checkout.remove();
  await team?.remove();
});

test("one up ends with a bus that takes events", async () => {
  const ready = "jsonpath={.status.conditions[?(@.type=='Ready')].status} {.status.address.url}";
  expect(await kubectl("-n", "functions", "get", "broker", "events", "-o", ready)).toBe(
    "True http://broker-ingress.knative-eventing.svc.cluster.local/functions/events",
  );
});

test("functions subscribe to it, and are ready to be told when the update ends", async () => {
  await team.succeed("up", "--yes", "--skip-preview");
  const { stdout } = await team.succeed("stack", "output", "--json");
  urls = JSON.parse(stdout) as typeof urls;
  const types = await kubectl(
    "-n",
    "functions",
    "get",
    "eventtypes",
    "-o",
    "jsonpath={.items[*].spec.attributes[?(@.name=='type')].value}",
  );
  // Knative adds that of the schedule by itself.
  expect(types.split(" ")).toEqual(expect.arrayContaining(["Order/Lost", "order.placed"]));
});

test("an event from a pod arrives where its filter matches, and nowhere else", async () => {
  const events = { "order.lost": "1", "order.placed": "2" };
  for (const [type, data] of Object.entries(events))
    expect(await publish(type, data)).toEqual({ status: 202 });
  expect(await publish("order.placed", "3")).toEqual({ status: 202 });
  const arrived = await ofType("order.placed", 2);
  const event = { type: "order.placed", source: "/publisher" };
  expect(arrived).toHaveLength(2);
  expect(arrived).toEqual(
    expect.arrayContaining([
      { ...event, data: "2" },
      { ...event, data: "3" },
    ]),
  );
  expect((await received("order.placed", 2)).map(({ type }) => type)).not.toContain("order.lost");
});

test("who publishes is answered while the event is being handled", async () => {
  expect(await publish("order.held", "5")).toEqual({ status: 202 });
  expect(await ofType("order.held", 1)).toEqual([{ type: "order.held", source: "/publisher", data: "5" }]);
  expect((await call(`${urls.receiver}/?release`)).status).toBe(200);
});

test("an event that a function does not take is a dead letter after the last attempt", async () => {
  expect(await publish("order.poisoned", "4")).toEqual({ status: 202 });
  expect(await ofType("order.poisoned", 1)).toEqual([
    { type: "order.poisoned", source: "/publisher", data: "4", code: "500" },
  ]);
});

test("a schedule wakes its function", async () => {
  const [first] = await ofType("dev.knative.sources.ping", 1);
  expect(first).toEqual({
    type: "dev.knative.sources.ping",
    source: "/apis/v1/namespaces/functions/pingsources/minute",
    data: "",
  });
});

test("a second up has nothing to do, and a refresh finds what the states say", async () => {
  expect(await cake("up", "core")).toEqual({
    code: 0,
    text: expect.stringContaining("Stack core: 0 changes") as string,
  });
  await succeed("refresh", "--yes", "--expect-no-changes");
  await succeed("preview", "--expect-no-changes");
  await team.succeed("preview", "--expect-no-changes");
  await team.succeed("refresh", "--yes", "--expect-no-changes");
  await team.succeed("preview", "--expect-no-changes");
});

test("destroyed, nothing of it is left in the cluster", async () => {
  await team.succeed("destroy", "--yes", "--skip-preview");
  const kinds =
    "triggers.eventing.knative.dev,subscriptions.messaging.knative.dev,pingsources.sources.knative.dev";
  expect(await kubectl("get", kinds, "-A", "-o", "name")).toBe("");
  await succeed("destroy", "--yes", "--skip-preview");
  const left = await kubectl("get", "namespaces,customresourcedefinitions", "-o", "name");
  expect(left.split("\n").filter((name) => /knative|functions/.test(name))).toEqual([]);
});
