import * as path from "node:path";

const library = (module: string) => JSON.stringify(path.resolve(__dirname, "../../..", module));

/**
 * Keeps the events that it is sent, and goes on handling those of a type that are held until it is asked to release them.
 * Whoever asks for so many of a type waits until they are there, and gets all.
 */
const receiver = `
const events: object[] = [];
const waiting: (() => void)[] = [];
let release = () => {};
const released = new Promise<void>((go) => (release = go));

export default async (request: Request): Promise<Response> => {
  if (request.method === "POST") {
    const { headers } = request;
    const [type, source, code] = ["ce-type", "ce-source", "ce-knativeerrorcode"].map((name) => headers.get(name));
    events.push({ type, source, data: await request.text(), ...(code && { code }) });
    waiting.splice(0).forEach((go) => go());
    if (type === "order.held") await released;
    return new Response(null, { status: 202 });
  }
  const wanted = new URL(request.url).searchParams;
  if (wanted.has("release")) release();
  const arrived = () => events.filter((event) => (event as { type: string }).type === wanted.get("type"));
  while (arrived().length < Number(wanted.get("count"))) await new Promise<void>((go) => waiting.push(go));
  return Response.json(events);
};
`;

/** Posts an event of the asked type to the bus, and says what that answered. */
const publisher = `
import { randomUUID } from "node:crypto";

export default async (request: Request): Promise<Response> => {
  const { searchParams } = new URL(request.url);
  const { status } = await fetch(process.env.BUS_URL!, {
    method: "POST",
    headers: {
      "ce-specversion": "1.0",
      "ce-id": randomUUID(),
      "ce-source": "/publisher",
      "ce-type": searchParams.get("type")!,
      "content-type": "text/plain",
    },
    body: searchParams.get("data") ?? "",
    signal: AbortSignal.timeout(20_000),
  });
  return Response.json({ status });
};
`;

/** Takes no event. */
const broken = `export default (): Response => new Response(null, { status: 500 });`;

/** Sources of the functions of the program, by name. */
export const functions = { receiver, publisher, broken } as const;

/** A program of another team, on a stack that has events: it knows of their bus what its address says. */
export const program = `
import * as pulumi from "@pulumi/pulumi";
import { registerTypes, schedule, subscribe } from ${library("components/events/bus")};
import { KnativeFunction } from ${library("components/events/function")};
import { kubernetesProvider } from ${library("components/kubernetes/provider")};
import { connect } from ${library("stacks/cluster")};
import { withPresets } from ${library("stacks/presets")};

const [namespace, broker] = ["functions", "events"];
const bus = {
  kind: "knative",
  delivery: "lossy",
  url: pulumi.output("http://broker-ingress.knative-eventing.svc.cluster.local/" + namespace + "/" + broker),
  broker: pulumi.output(broker),
  namespace: pulumi.output(namespace),
} as const;

export = async () => {
  const cluster = await connect(withPresets({ environment: "dev", cluster: { kind: "local" } }));
  const provider = kubernetesProvider("cluster", cluster);
  const deploy = (name: string, spec: object) =>
    new KnativeFunction(name, { code: { source: name }, cluster, namespace, ...spec }, { provider });
  const receiver = deploy("receiver", { scale: { min: 1, max: 1 }, timeout: "3 minutes" });
  const publisher = deploy("publisher", { environment: { BUS_URL: bus.url } });
  const broken = deploy("broken", { visibility: "cluster" });
  const after = (...dependsOn: pulumi.Resource[]) => ({ provider, dependsOn });

  const filter = { type: "order.placed", source: "/publisher" };
  subscribe(bus, { name: "placed", filter, to: "receiver" }, after(receiver));
  subscribe(bus, { name: "held", filter: { type: "order.held" }, to: "receiver" }, after(receiver));
  const delivery = { retries: 1, delay: "0.1 seconds", deadLetters: { function: "receiver" } } as const;
  subscribe(bus, { name: "poison", filter: { type: "order.poisoned" }, to: "broken", delivery }, after(receiver, broken));
  schedule(bus, { name: "minute", cron: "* * * * *", timeZone: "Europe/Vienna", to: "receiver" }, after(receiver));
  registerTypes(bus, { publisher: "publisher", source: "/publisher", types: ["order.placed", "Order/Lost"] }, { provider });
  return { receiver: receiver.url, publisher: publisher.url };
};
`;
