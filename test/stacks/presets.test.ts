import * as fs from "node:fs";
import * as path from "node:path";
import { knativeRelease as releaseOfComponent } from "../../components/kubernetes/knative/serving";
import { toSeconds } from "../../components/duration";
import type { CakeConfig } from "../../stacks/config";
import { authPresets, knativeRelease, logDays, presets, withPresets } from "../../stacks/presets";

const local: CakeConfig = { environment: "dev", cluster: { kind: "local" } };

test("what is left out comes from the environment's preset", () => {
  expect(withPresets(local)).toEqual({
    ...local,
    database: { kind: "postgres", storage: "1 GB", memory: "256 MB", deleteProtection: "off" },
    functions: { kind: "knative", ingress: "traefik", manifests: undefined, ...presets.dev },
    guardrails: { cluster: "on" },
  });
});

test("the cluster holds everyone to the rules, unless it is told not to", () => {
  for (const environment of ["dev", "preview", "prod"] as const)
    expect(withPresets({ ...local, environment, guardrails: {} }).guardrails).toEqual({ cluster: "on" });
  expect(withPresets({ ...local, guardrails: { cluster: "off" } }).guardrails).toEqual({ cluster: "off" });
});

test("with users or permissions of its own, a database gets the memory for them", () => {
  const memoryOf = (config: Partial<CakeConfig>) => {
    const { database } = withPresets({ ...local, ...config });
    return database.kind === "postgres" ? database.memory : undefined;
  };
  expect(memoryOf({ identity: { kind: "oidc", issuer: "https://example.com" } })).toBe("256 MB");
  expect(memoryOf({ identity: { kind: "keycloak" } })).toBe("1 GB");
  expect(memoryOf({ authorization: { kind: "spicedb" } })).toBe("1 GB");
  const database = { kind: "postgres", memory: "300 MB" } as const;
  expect(memoryOf({ identity: { kind: "keycloak" }, database })).toBe("300 MB");
});

test("Keycloak and SpiceDB are two of each in prod, and only elsewhere there are users to try it with", () => {
  const both = { identity: { kind: "keycloak" }, authorization: { kind: "spicedb" } } as const;
  const prod = withPresets({ ...local, ...both, environment: "prod", database: { kind: "postgres" } });
  expect(prod.identity).toEqual({ kind: "keycloak", replicas: 2, memory: undefined, users: false });
  expect(prod.authorization).toEqual({ kind: "spicedb", replicas: 2 });
  const dev = withPresets({ ...local, ...both, authorization: { kind: "spicedb", replicas: 3 } });
  expect(dev.identity).toEqual({ kind: "keycloak", replicas: 1, memory: "900 MB", users: true });
  expect(dev.authorization).toEqual({ kind: "spicedb", replicas: 3 });
});

test("events are in memory where nothing else is said, and nowhere where nothing is said", () => {
  expect(withPresets(local).events).toBeUndefined();
  expect(withPresets({ ...local, events: { kind: "knative" } }).events).toEqual({
    kind: "knative",
    channel: { kind: "memory" },
  });
  const channel = { kind: "kafka", configMap: "kafka" } as const;
  expect(withPresets({ ...local, events: { kind: "knative", channel } }).events).toMatchObject({ channel });
});

test("logs of functions on Lambda are kept for as long as the environment says, and nothing of Knative is added", () => {
  const functions = { kind: "lambda", region: "eu-central-1" } as const;
  expect(withPresets({ ...local, functions }).functions).toEqual({ ...functions, logDays: logDays.dev });
  expect(withPresets({ ...local, functions, environment: "prod" }).functions).toMatchObject({ logDays: 30 });
  const asked = { ...functions, logDays: 365 } as const;
  expect(withPresets({ ...local, functions: asked }).functions).toEqual(asked);
});

test("functions on Cloud Functions, and buses of clouds, are as configured", () => {
  const functions = { kind: "cloudfunctions", project: "shop-dev-1234", region: "europe-west1" } as const;
  const events = { kind: "pubsub" } as const;
  expect(withPresets({ ...local, functions, events })).toMatchObject({ functions, events });
});

test("what is configured wins, key by key", () => {
  const { functions } = withPresets({
    ...local,
    environment: "prod",
    functions: {
      kind: "knative",
      ingress: "kourier",
      manifests: { directory: "knative" },
      replicas: 5,
      autoscaler: { podRetention: "5 minutes" },
      quota: { pods: 7 },
    },
  });
  expect(functions).toEqual({
    kind: "knative",
    ingress: "kourier",
    manifests: { directory: "knative" },
    replicas: 5,
    autoscaler: { ...presets.prod.autoscaler, podRetention: "5 minutes" },
    quota: { ...presets.prod.quota, pods: 7 },
  });
});

test.each([
  ["prod protects its data, unless told otherwise", "prod", {}, "on"],
  ["prod can be told otherwise", "prod", { deleteProtection: "off" }, "off"],
  ["a preview is there to be deleted", "preview", {}, "off"],
] as const)("%s", (_, environment, more, expected) => {
  const database = { kind: "cockroach", cloud: "GCP", regions: ["us-east1"], ...more } as const;
  const settings = withPresets({ ...local, environment, database });
  expect(settings.database).toMatchObject({ ...database, deleteProtection: expected });
});

test("an existing cluster gets kourier", () => {
  const cluster = {
    kind: "kubeconfig",
    domain: "a.example.com",
    scheme: "https",
    registry: "r.example.com",
  } as const;
  expect(withPresets({ ...local, cluster }).functions).toMatchObject({ ingress: "kourier" });
});

test("the default release is the one that the component was tried with", () => {
  expect(knativeRelease).toBe(releaseOfComponent);
});

test("docs/configuration.md shows the presets", () => {
  const guide = fs.readFileSync(path.join(__dirname, "..", "..", "docs", "configuration.md"), "utf8");
  const rows = guide
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim().replaceAll("`", "")));
  const { dev, preview, prod } = presets;
  const { dev: ofDev, preview: ofPreview, prod: ofProd } = authPresets;
  const row = (key: string, value: (preset: typeof dev) => string | number) => [
    "",
    key,
    ...[dev, preview, prod].map((preset) => String(value(preset))),
    "",
  ];
  expect(rows).toEqual(
    expect.arrayContaining([
      ["", "", "dev", "preview", "prod", ""],
      row("replicas", (preset) => preset.replicas),
      row("autoscaler.stableWindow", (preset) => preset.autoscaler.stableWindow),
      row("autoscaler.scaleToZeroGracePeriod", (preset) => preset.autoscaler.scaleToZeroGracePeriod),
      row("autoscaler.podRetention", (preset) => preset.autoscaler.podRetention),
      row("quota.cpu", (preset) => preset.quota.cpu),
      row("quota.memory", (preset) => preset.quota.memory),
      row("quota.pods", (preset) => preset.quota.pods),
      ["", "logDays of Lambda", ...[logDays.dev, logDays.preview, logDays.prod].map(String), ""],
      [
        "",
        "replicas of cake:identity and cake:authorization",
        ...[ofDev, ofPreview, ofProd].map((one) => String(one.replicas)),
        "",
      ],
      [
        "",
        "memory of cake:identity",
        ...[ofDev, ofPreview, ofProd].map((one) => one.memory ?? "by rule"),
        "",
      ],
    ]),
  );
});

test("in dev a function is at zero within 45 seconds", () => {
  const drain = 30; // queue-proxy keeps a pod this long after it was told to stop
  const tick = 3; // the autoscaler decides every 2 s, then probes the activator
  const { stableWindow, podRetention, scaleToZeroGracePeriod } = presets.dev.autoscaler;
  const decision = [stableWindow, podRetention, scaleToZeroGracePeriod].map(toSeconds);
  expect(decision.reduce((sum, part) => sum + part, tick + drain)).toBeLessThanOrEqual(45);
});
