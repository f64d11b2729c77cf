import { parseConfig } from "../../../stacks/config/parse";

const dev = { environment: "dev", cluster: { kind: "local" } };
const prod = { ...dev, environment: "prod" };
const cloud = { kind: "cockroach", cloud: "GCP", regions: ["us-east1"] };
const prodCluster = {
  ...prod,
  database: cloud,
  cluster: { kind: "kubeconfig", domain: "example.com", scheme: "https", registry: "registry.example.com" },
};
const onLambda = {
  ...dev,
  functions: { kind: "lambda", region: "eu-central-1" },
  database: { ...cloud, allow: ["198.51.100.7/32"] },
};
const onCloudFunctions = { kind: "cloudfunctions", project: "shop-dev-1234", region: "europe-west1" };
const ending = (expires: unknown) => ({
  ...dev,
  environment: "preview",
  preview: { owner: "flora", expires },
});
const url = "postgresql://admin:s3cret@db.example.com/postgres?sslmode=verify-full";

function problems(values: Record<string, unknown>, secrets = ["cake:databaseUrl"]): readonly string[] {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const entries = given.map(([key, value]) => [
    `cake:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const parsed = parseConfig({
    project: "cakestack",
    values: Object.fromEntries(entries) as Record<string, string>,
    isSecret: (key) => secrets.includes(key) && Object.hasOwn(values, key.replace("cake:", "")),
  });
  return parsed.problems ?? [];
}

test.each([
  ["dev without a database of its own choice", dev],
  ["prod on CockroachDB", { ...prod, database: cloud }],
  ["prod on an existing database", { ...prod, database: { kind: "existing" }, databaseUrl: url }],
  ["dev on an emulated cloud", { ...dev, database: cloud, simulate: true }],
  ["basic with limits", { ...dev, database: { ...cloud, requestUnits: 60_000_000, storage: "20 GB" } }],
  ["standard with processors", { ...dev, database: { ...cloud, plan: "standard", vcpus: 4 } }],
  ["dev with events in memory", { ...dev, events: { kind: "knative" } }],
  ["prod with events on Kafka", { ...prodCluster, events: { kind: "knative", channel: { kind: "kafka" } } }],
  ["prod that may lose events", { ...prod, database: cloud, events: { kind: "knative", allowLossy: true } }],
  ["functions on Lambda with everything that they reach", { ...onLambda, events: { kind: "eventbridge" } }],
  [
    "functions on Cloud Functions with everything that they reach",
    { ...onLambda, functions: onCloudFunctions, events: { kind: "pubsub" } },
  ],
  [
    "functions on Lambda beside a Keycloak that the internet reaches",
    {
      ...onLambda,
      cluster: {
        kind: "kubeconfig",
        domain: "example.com",
        scheme: "https",
        registry: "registry.example.com",
      },
      identity: { kind: "keycloak" },
    },
  ],
  ["a preview that nobody owns yet", { ...dev, environment: "preview" }],
  ["a preview with an owner and an end", ending("2026-12-24T18:00Z")],
  ["a preview with an end elsewhere, to the millisecond", ending("2026-12-24T18:00:30.250+01:00")],
  ["a database that was rotated", { ...dev, database: { kind: "postgres", rotation: { hello: 2 } } }],
])("%s is good", (_, config) => {
  expect(problems(config)).toEqual([]);
});

test.each([
  ["prod without a database", prod, "cake:database is missing, and prod has no default for it."],
  ["no address", { ...dev, database: { kind: "existing" } }, "cake:databaseUrl is missing"],
  ["an address for nothing", { ...dev, databaseUrl: url }, "cake:databaseUrl is read by nothing"],
  ...["dev", "prod"].map((environment): [string, Record<string, unknown>, string] => [
    `the end of a preview in ${environment}`,
    { ...ending("2026-12-24T18:00Z"), database: cloud, environment },
    `cake:preview is set, and cake:environment is ${environment}: only a preview ends by itself. Remove it, or set cake:environment to preview.`,
  ]),
  [
    "a preview without an owner",
    { ...dev, environment: "preview", preview: { expires: "2026-12-24T18:00Z" } },
    "cake:preview.owner is missing. Allowed: the name of who looks after it, such as flora@example.com.",
  ],
  [
    "a preview of nobody",
    { ...dev, environment: "preview", preview: { owner: " ", expires: "2026-12-24T18:00Z" } },
    'cake:preview.owner is the text " ". Allowed: the name of who looks after it',
  ],
  [
    "a preview without an end",
    ending(undefined),
    "cake:preview.expires is missing. Allowed: a date, a time and",
  ],
  ...["2026-12-24", "2026-12-24T18:00", "2026-13-24T18:00Z", " 2026-12-24T18:00Z", "2026-12-24T18:00Z."].map(
    (expires): [string, Record<string, unknown>, string] => [
      `a preview that ends at "${expires}"`,
      ending(expires),
      `cake:preview.expires is the text "${expires}". Allowed: a date, a time and a time zone, such as 2026-12-24T18:00Z.`,
    ],
  ),
  ["simulation in prod", { ...prod, database: cloud, simulate: true }, "cake:simulate is true in prod."],
  [
    "events in memory in prod",
    { ...prod, database: cloud, events: { kind: "knative", channel: { kind: "memory" }, allowLossy: false } },
    "cake:events.channel is of kind memory, in prod: events that are under way are lost, and nobody is told, whenever a pod of",
  ],
  [
    "events in memory in prod that nobody chose",
    { ...prod, database: cloud, events: { kind: "knative" } },
    "cake:events.channel is missing, and its default is kind memory, in prod: events",
  ],
  [
    "events on a Kafka that is not there",
    { ...dev, events: { kind: "knative", channel: { kind: "kafka" } } },
    "cake:events.channel is of kind kafka, and cake:cluster.kind is local",
  ],
  [
    "a channel of another kind",
    { ...dev, events: { kind: "knative", channel: { kind: "nats" } } },
    "Allowed: memory, kafka.",
  ],
  [
    "events of another kind",
    { ...dev, events: { kind: "kafka" } },
    'cake:events.kind is the text "kafka". Allowed: knative, eventbridge, pubsub.',
  ],
  [
    "processors on basic",
    { ...dev, database: { ...cloud, vcpus: 2 } },
    "cake:database.vcpus is for plan standard.",
  ],
  [
    "request units on standard",
    { ...dev, database: { ...cloud, plan: "standard", requestUnits: 1_000_000 } },
    "cake:database.requestUnits and storage are for plan basic.",
  ],
  [
    "too long a name",
    { ...dev, database: { ...cloud, name: "c".repeat(21) } },
    "Allowed: 6 to 20 lower-case letters",
  ],
  ["no region", { ...dev, database: { ...cloud, regions: [] } }, "the primary one first."],
  ["a region of another form", { ...dev, database: { ...cloud, regions: ["US East"] } }, "such as us-east1."],
  ["another cloud", { ...dev, database: { ...cloud, cloud: "gcp" } }, "Allowed: GCP, AWS, AZURE."],
  [
    "a rotation of no database",
    { ...dev, database: { kind: "postgres", rotation: { helo: 1 } } },
    "cake:database.rotation.helo is not a key. Did you mean cake:database.rotation.hello? Allowed here: hello, florist.",
  ],
  [
    "a bus that functions on Knative do not reach",
    { ...dev, events: { kind: "pubsub" } },
    "cake:events.kind is pubsub, which functions on Knative do not reach. Allowed: knative. Change it, or cake:functions.kind.",
  ],
  [
    "a bus that functions on Lambda do not reach",
    { ...onLambda, events: { kind: "knative" } },
    "cake:events.kind is knative, which functions on Lambda do not reach. Allowed: eventbridge.",
  ],
  [
    "a bus that functions on Cloud Functions do not reach",
    { ...onLambda, functions: onCloudFunctions, events: { kind: "eventbridge" } },
    "cake:events.kind is eventbridge, which functions on Cloud Functions do not reach. Allowed: pubsub.",
  ],
  [
    "a database in the cluster that functions on Lambda do not reach",
    { ...onLambda, database: { kind: "postgres" } },
    "cake:database is of kind postgres: a database in the cluster, which functions on Lambda do not reach. Allowed: kind " +
      "cockroach, or existing.",
  ],
  [
    "one that nobody chose",
    { ...onLambda, database: undefined },
    "cake:database is missing, and its default is kind postgres: a database in the cluster, which functions on Lambda",
  ],
  [
    "a database that only the cluster reaches",
    { ...onLambda, database: { kind: "existing", private: { engine: "postgres" } }, databaseUrl: url },
    "cake:database.private says that only the cluster reaches the database: functions on Lambda do not reach it.",
  ],
  [
    "a database that lets in nobody from there",
    { ...onLambda, functions: onCloudFunctions, database: cloud },
    "cake:database.allow is missing: functions on Cloud Functions connect from addresses of their cloud",
  ],
  [
    "users that only this machine reaches",
    { ...onLambda, identity: { kind: "keycloak" } },
    "cake:identity.kind is keycloak, which a local cluster shows to this machine only: functions on Lambda do not reach it. " +
      "Allowed: oidc, or keycloak on a cluster that the internet leads to.",
  ],
  [
    "permissions in the cluster",
    { ...onLambda, functions: onCloudFunctions, authorization: { kind: "spicedb" } },
    "cake:authorization.kind is spicedb, which is in the cluster and has no address beyond it: functions on Cloud Functions " +
      "do not reach it. Remove it, or run functions on Knative (cake:functions.kind).",
  ],
  ["simulation by half", { ...dev, simulate: false }, "cake:simulate is the boolean false. Allowed: true."],
])("%s is refused", (_, config, expected) => {
  expect(problems(config)).toEqual([expect.stringContaining(expected)]);
});

test("an address in plain text is refused, and never shown", () => {
  const found = problems({ ...dev, database: { kind: "existing" }, databaseUrl: url }, []);
  expect(found).toEqual([expect.stringContaining("cake:databaseUrl is plain text in the stack's file")]);
  expect(found.join()).not.toContain("s3cret");
});

test("an address of another form is refused with the form, and never shown", () => {
  const found = problems({ ...dev, database: { kind: "existing" }, databaseUrl: "mysql://admin:s3cret@db" });
  expect(found).toEqual([
    expect.stringMatching(/^cake:databaseUrl has another form\. Allowed: an address such as/),
  ]);
  expect(found.join()).not.toContain("s3cret");
});

test("everything that functions do not reach is said at once", () => {
  const all = {
    ...onLambda,
    database: { kind: "postgres" },
    identity: { kind: "keycloak" },
    authorization: { kind: "spicedb" },
    events: { kind: "knative" },
  };
  expect(problems(all).map((problem) => problem.split(" ")[0])).toEqual([
    "cake:events.kind",
    "cake:database",
    "cake:identity.kind",
    "cake:authorization.kind",
  ]);
});
