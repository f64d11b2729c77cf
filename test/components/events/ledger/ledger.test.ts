import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type {
  DatabaseConnection,
  DeployedFunction,
  FunctionSpec,
  KnativePlatform,
  RowSink,
} from "../../../../components/contracts";
import { EventLedger, type EventLedgerArgs } from "../../../../components/events/ledger";
import { valueOf } from "../../../support/outputs";
import {
  recordRegistrations,
  registered,
  stopRecording,
  type Registrations,
} from "../../../support/registrations";
import { cluster } from "../../kubernetes/knative/fixtures";
import { knativeBus as bus } from "../knative-bus";

const mockSpecs: Record<string, FunctionSpec> = {};
jest.mock("../../../../components/events/platform", () => ({
  deploy: (_platform: KnativePlatform, name: string, spec: FunctionSpec) => {
    mockSpecs[name] = spec;
    const url = jest.requireActual<typeof pulumi>("@pulumi/pulumi").output(`https://${name}.example.com`);
    return { url, innerUrl: url } satisfies DeployedFunction;
  },
}));

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations((type) =>
    type === "random:index/randomPassword:RandomPassword" ? { result: "a token" } : {},
  );
});
afterAll(() => stopRecording());
beforeEach(() => {
  registrations.clear();
  for (const name of Object.keys(mockSpecs)) delete mockSpecs[name];
});

const database: DatabaseConnection = {
  secret: pulumi.output("ledger-shop-database"),
  version: pulumi.output("1"),
  poolSize: 2,
  pods: 1,
};
const platform: KnativePlatform = {
  kind: "knative",
  namespace: pulumi.output("functions"),
  cluster,
  reach: { cluster: true, internet: true },
};
const make = (more: Partial<EventLedgerArgs> = {}) =>
  new EventLedger("ledger", { platform, bus, database, functions: {}, ...more });

test("without a feed nothing of it is there, and nothing of it is on the internet", async () => {
  make();
  await registered();
  expect(Object.keys(mockSpecs)).toEqual(["ledger"]);
  expect(mockSpecs.ledger!.visibility).toBe("cluster");
  expect(registrations.names().filter((name) => name.includes("changes"))).toEqual([]);
});

test("with one, a function with a token of its own is what the database tells", async () => {
  const told: RowSink[] = [];
  make({ feed: (sink) => void told.push(sink) });
  await registered();
  const { code, scale, visibility, secrets, needs } = mockSpecs["ledger-changes"]!;
  expect(code).toEqual({ source: path.resolve("components/events/ledger/changes") });
  expect([scale, visibility]).toEqual([{ max: 1 }, undefined]);
  expect(needs).toEqual({ bus, database });
  expect(registrations.get("ledger-changes").inputs).toEqual({ length: 40, special: false });
  expect(registrations.get("ledger-changes").parent).toBe("ledger");
  const [{ url, token }] = told as [RowSink];
  expect(await valueOf(url)).toBe("https://ledger-changes.example.com");
  expect(await valueOf(token)).toBe("a token");
  expect(await valueOf(pulumi.output(secrets!.CHANGES_TOKEN!))).toBe("a token");
});

const at = (ingress: Partial<KnativePlatform["cluster"]["ingress"]>): KnativePlatform => ({
  ...platform,
  cluster: { ...cluster, ingress: { ...cluster.ingress, ...ingress } },
});

test.each([
  ["http", { scheme: "http" }, "functions are served at http://, and a changefeed calls https:// only"],
  ["this machine", { domain: "localhost" }, "functions are below localhost, which"],
  ["a name below it", { domain: "functions.localhost" }, "functions are below functions.localhost, which"],
  ["a network's own name", { domain: "shop.internal" }, "functions are below shop.internal, which"],
  ["an address", { domain: "10.0.0.7" }, "functions are below 10.0.0.7, which"],
] as const)("one that has to call %s is refused", (_, ingress, reason) => {
  const feed = jest.fn();
  expect(() => make({ platform: at(ingress), feed })).toThrow(
    `ledger ledger:\n  - feed is given, and ${reason}`,
  );
  expect(feed).not.toHaveBeenCalled();
  expect(() => make({ platform: at(ingress) })).not.toThrow();
});
