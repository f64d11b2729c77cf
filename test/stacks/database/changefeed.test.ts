import { RunError } from "@pulumi/pulumi";
import type { CakeConfig } from "../../../stacks/config";
import { checkChangefeed } from "../../../stacks/database/changefeed";
import type { ChosenDatabase } from "../../../stacks/database/preflight";
import { withPresets } from "../../../stacks/presets";

const config: CakeConfig = {
  environment: "dev",
  cluster: { kind: "local" },
  identity: { kind: "keycloak" },
  authorization: { kind: "spicedb" },
  events: { kind: "knative", changefeed: "on" },
};
const cloud: ChosenDatabase = { kind: "cockroach", cloud: "GCP", regions: ["us-east1"] };
const existing = (engine: "postgres" | "cockroach"): ChosenDatabase => ({
  kind: "existing",
  url: "",
  server: { engine, connections: 50, ca: undefined },
  checked: "here",
});
const reached = { scheme: "https", domain: "apps.example.com" } as const;

const check =
  (database: ChosenDatabase, ingress: { scheme: "http" | "https"; domain: string } = reached, more = {}) =>
  () =>
    checkChangefeed(withPresets({ ...config, ...more }), database, { ingress });

test("CockroachDB can tell functions that the internet reaches", () => {
  expect(check(cloud)).not.toThrow();
  expect(check(existing("cockroach"))).not.toThrow();
});

test.each<[string, () => void, string]>([
  ["PostgreSQL", check({ kind: "postgres" }), "the database is PostgreSQL, which has none."],
  ["an existing PostgreSQL", check(existing("postgres")), "the database is PostgreSQL, which has none."],
  [
    "the emulator",
    check({ ...cloud, emulatorCa: "a PEM" }),
    "the database is an emulated CockroachDB, a PostgreSQL, which has none.",
  ],
  [
    "the local platform",
    check(cloud, { scheme: "http", domain: "localhost" }),
    "functions are served at http://, and a changefeed calls https:// only.",
  ],
  [
    "a private name",
    check(cloud, { scheme: "https", domain: "apps.corp.internal" }),
    "functions are below apps.corp.internal, which CockroachDB's side of the internet cannot reach.",
  ],
  [
    "a stack without an outbox",
    check(cloud, reached, { authorization: undefined }),
    "no function of the stack has an outbox:",
  ],
])("%s has none, and whoever asks for one is told", (_, checked, reason) => {
  expect(checked).toThrow(RunError);
  expect(checked).toThrow(`cake:events.changefeed is on, and ${reason}`);
});

test("nobody has to have one", () => {
  for (const events of [undefined, { kind: "knative" }, { kind: "knative", changefeed: "off" }]) {
    expect(check({ kind: "postgres" }, { scheme: "http", domain: "localhost" }, { events })).not.toThrow();
  }
});
