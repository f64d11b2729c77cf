import type { DatabaseConfig } from "../../../stacks/config";
import { costOf } from "../../../stacks/database/cost";
import { withPresets } from "../../../stacks/presets";

const cost = (database?: DatabaseConfig, ...pollers: [Parameters<typeof costOf>[1]?]) =>
  costOf(withPresets({ environment: "dev", cluster: { kind: "local" }, database }), ...pollers);

const basic = { kind: "cockroach", cloud: "GCP", regions: ["us-east1"] } as const;

test.each<[string, DatabaseConfig | undefined, RegExp]>([
  ["the preset's database", undefined, /^PostgreSQL: nothing beyond the machines that it runs on\.$/],
  ["an existing database", { kind: "existing" }, /^Existing database: .* is not known here\.$/],
  ["CockroachDB with nothing said", basic, /^CockroachDB Basic: at most \$0\.00 a month\.\n50 million/],
  [
    "CockroachDB Basic with limits",
    { ...basic, requestUnits: 100_000_000, storage: "30 GB" },
    /^CockroachDB Basic: at most \$20\.00 a month\.\n100 million request units at .*; 30 GiB of storage/,
  ],
  ["CockroachDB Standard", { ...basic, plan: "standard", vcpus: 8 }, /^CockroachDB Standard: 8 vCPUs/],
])("%s", (_, database, words) => {
  expect(cost(database)).toEqual({ words: expect.stringMatching(words) as string, warning: undefined });
});

test("a changefeed that is asked for is one of those", () => {
  const events = { kind: "knative", changefeed: "on" } as const;
  const settings = withPresets({ environment: "dev", cluster: { kind: "local" }, database: basic, events });
  expect(costOf(settings).warning).toMatch(
    /changefeed, 1 feed: it follows a table day and night, .* Each event that it tells takes 1 request unit more\. 1 statements/,
  );
  expect(costOf({ ...settings, events: undefined }).warning).toBeUndefined();
});

test("what asks day and night is warned of, with the limit that it asks against", () => {
  const limited = { ...basic, requestUnits: 60_000_000 };
  expect(cost(limited, { keycloak: 1 }).warning).toMatch(
    /Its limit of 60 million request units[^]*keycloak, 1 pod/,
  );
  expect(cost(undefined, { keycloak: 1 }).warning).toBeUndefined();
});
