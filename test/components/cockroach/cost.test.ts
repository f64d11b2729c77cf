import fc from "fast-check";
import { idleWarning, monthlyCost } from "../../../components/cockroach/cost";

test("the default limits of Basic are what is free", () => {
  expect(monthlyCost({ plan: "basic" })).toEqual({
    atMost: 0,
    words: [
      "CockroachDB Basic: at most $0.00 a month.",
      "50 million request units at $0.20 a million are $10.00; 10 GiB of storage at $0.50 a GiB are $5.00; " +
        "$15.00 a month are free, shared by all Basic clusters of an organization that pays by the month.",
      "Unused, it costs its storage only. When the request units are used up, it is disabled until the next month; " +
        "when the storage is full, it takes no more writes.",
    ],
  });
});

test.each([
  [50_000_000, "10 GB", 0],
  [100_000_000, "10 GB", 10],
  [50_000_000, "30 GB", 10],
  [1_000_000, "1 GB", 0],
  [500_000_000, "100 GB", 135],
] as const)("%d request units and %s cost at most %d dollars", (requestUnits, storage, atMost) => {
  const cost = monthlyCost({ plan: "basic", requestUnits, storage });
  expect(cost.atMost).toBeCloseTo(atMost, 10);
  expect(cost.words[0]).toBe(`CockroachDB Basic: at most $${atMost.toFixed(2)} a month.`);
});

test("higher limits never cost less", () => {
  const units = fc.integer({ min: 1, max: 1_000_000_000_000 });
  const gigabytes = fc.integer({ min: 1, max: 100_000 });
  fc.assert(
    fc.property(units, units, gigabytes, gigabytes, (one, more, small, larger) => {
      const atMost = (requestUnits: number, size: number) =>
        monthlyCost({ plan: "basic", requestUnits, storage: `${size} GB` }).atMost!;
      expect(atMost(one + more, small + larger)).toBeGreaterThanOrEqual(atMost(one, small));
    }),
  );
});

test("what Standard costs is not known, and is not said", () => {
  const { atMost, words } = monthlyCost({ plan: "standard", vcpus: 4 });
  expect(atMost).toBeUndefined();
  expect(words.join()).toMatch(/^CockroachDB Standard: 4 vCPUs, .* is not known here/);
  expect(words.join()).not.toContain("$");
});

test("PostgreSQL in the cluster costs nothing by itself", () => {
  expect(monthlyCost({ plan: "cluster" }).atMost).toBe(0);
});

test("what an existing database costs is not known, and is not said", () => {
  const { atMost, words } = monthlyCost({ plan: "existing" });
  expect(atMost).toBeUndefined();
  expect(words.join()).toMatch(/is not known here/);
});

test("what asks day and night is shown with what that adds up to", () => {
  expect(idleWarning({ plan: "basic" }, { keycloak: 2, spicedb: 1 })).toBe(
    [
      "These ask CockroachDB Basic while nobody uses them, so that it never sleeps. Its limit of 50 million request " +
        "units a month is 19.0 a second:",
      "  - keycloak, 2 pods: each pod's readiness asks the database every 10 seconds. 0.2 statements a second of " +
        "1 to 15 request units are 0.5 million to 7.9 million a month.",
      "  - spicedb, 1 pod: 30 connections of a pod are each checked every 30 seconds, and the schema watch beats every " +
        "second. 2 statements a second of 1 to 15 request units are 5.3 million to 78.8 million a month.",
      "Estimates, not measured: watch the Request Units chart, and raise requestUnits, or take plan standard.",
    ].join("\n"),
  );
});

test("where nothing asks, or the price is not by use, there is nothing to warn of", () => {
  expect(idleWarning({ plan: "basic" }, {})).toBeUndefined();
  expect(idleWarning({ plan: "basic" }, { keycloak: 0 })).toBeUndefined();
  expect(idleWarning({ plan: "standard" }, { spicedb: 3 })).toBeUndefined();
  expect(idleWarning({ plan: "cluster" }, { changefeed: 3 })).toBeUndefined();
});
