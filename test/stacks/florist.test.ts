import * as pulumi from "@pulumi/pulumi";
import type { ClientArgs } from "../../components/auth/client";
import type {
  DeployedFunction,
  FunctionSpec,
  KnativePlatform,
  PodConnection,
} from "../../components/contracts";
import { EventLedger } from "../../components/events/ledger";
import { deployFlorist } from "../../stacks/florist";
import type { DatabaseLayer } from "../../stacks/database";
import { valueOf } from "../support/outputs";
import { recordRegistrations, stopRecording } from "../support/registrations";
import { knativeBus as bus } from "../components/events/knative-bus";

let mockSpecs: Record<string, FunctionSpec> = {};
jest.mock("../../components/events/platform", () => ({
  deploy: (_platform: KnativePlatform, name: string, spec: FunctionSpec) => {
    mockSpecs[name] = spec;
    const url = jest.requireActual<typeof pulumi>("@pulumi/pulumi").output(`https://${name}.example.com`);
    return { url, innerUrl: url } satisfies DeployedFunction;
  },
}));
beforeAll(() => recordRegistrations());
beforeEach(() => {
  mockSpecs = {};
});
afterAll(() => stopRecording());

const address = pulumi.output("https://id.example.com");
const identity = { kind: "oidc", issuer: address, jwksUri: address, clients: {} } as const;
const authorization = { endpoint: address, ca: address, presharedKey: address, schemaVersion: address };

/** @param passwords of users that are there to try it */
function deployed(
  passwords: Record<string, pulumi.Output<string>>,
  place: Partial<Parameters<typeof deployFlorist>[0]> = {},
) {
  const clients: Record<string, ClientArgs> = {};
  const connection = (name: string, { pods }: { pods?: number }) =>
    ({
      secret: pulumi.output(name),
      version: address,
      poolSize: 2,
      pods: pods!,
    }) satisfies PodConnection;
  const platform = { kind: "knative", namespace: pulumi.output("functions") } as KnativePlatform;
  const florist = deployFlorist(
    {
      platform,
      bus,
      consumer: { namespace: platform.namespace },
      opts: {},
      ledger: (database, functions) => new EventLedger("ledger", { platform, bus, database, functions }),
      ...place,
    },
    {
      database: { application: () => ({ connection }) } as unknown as DatabaseLayer,
      identity: {
        identity,
        client: (name, args) => {
          clients[name] = args;
          return { clientId: pulumi.output(name), clientSecret: address };
        },
        egress: {},
        signIn: { url: address, passwords },
      },
      authorization: { authorization, egress: {} },
    },
  );
  return { florist, clients };
}

test("each function has the bus and its share of the database, and knows what wakes it", () => {
  deployed({});
  const facts = Object.entries(mockSpecs).map(([name, { triggers, publishes, needs, scale }]) => [
    name,
    triggers?.map(({ event, schedule }) => event?.type ?? schedule),
    publishes,
    needs?.database?.pods === scale?.max,
    needs?.bus === bus,
  ]);
  expect(facts).toEqual([
    ["orders", undefined, ["order.placed"], true, true],
    ["assign", ["order.placed"], ["driver.assigned"], true, true],
    ["notify", ["driver.assigned"], undefined, true, true],
    ["morning", ["0 6 * * *"], undefined, true, true],
    ["ledger", undefined, undefined, true, true],
  ]);
  for (const spec of Object.values(mockSpecs)) expect(spec).not.toHaveProperty("database");
});

test("the ledger waits for the functions that say in its database what they have handled", () => {
  deployed({});
  expect(JSON.parse(mockSpecs.ledger!.environment!.LEDGER_SUBSCRIPTIONS as string)).toEqual([
    { handler: "/functions/assign", filter: { type: "order.placed" } },
    { handler: "/functions/notify", filter: { type: "driver.assigned" } },
  ]);
});

test("where the bus itself keeps events until they are handled there is no ledger", () => {
  deployed({}, { ledger: undefined });
  expect(Object.keys(mockSpecs)).toEqual(["orders", "assign", "notify", "morning"]);
});

test("the page is known by the function's name, at the function's address, and its tokens are for the function", async () => {
  const { clients } = deployed({});
  expect(mockSpecs.orders).toMatchObject({
    environment: { CLIENT_ID: "orders" },
    needs: { identity: { audience: "orders" }, authorization },
  });
  const { orders } = clients as { orders: ClientArgs };
  expect(orders).toEqual({
    kind: "browser",
    redirectUris: [expect.anything()],
    roles: ["florist", "driver"],
    audiences: ["orders"],
  });
  expect(await valueOf(pulumi.output(orders.redirectUris![0]!))).toBe("https://orders.example.com/");
});

test("where there are users to try it, a service is there that places an order, and else not", async () => {
  const { florist, clients } = deployed({ flora: address });
  expect(clients["try-out"]).toEqual({ kind: "service", roles: ["florist"], audiences: ["orders"] });
  expect(await valueOf(pulumi.output(florist.tryOut!))).toEqual({
    url: "https://orders.example.com",
    tokenUrl: "https://id.example.com/protocol/openid-connect/token",
    clientId: "try-out",
    clientSecret: "https://id.example.com",
  });
  const nobody = deployed({});
  expect(nobody.florist).not.toHaveProperty("tryOut.url");
  expect(Object.keys(nobody.clients)).toEqual(["orders"]);
});
