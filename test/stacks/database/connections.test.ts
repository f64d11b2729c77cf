import { RunError } from "@pulumi/pulumi";
import { checkConnections } from "../../../stacks/database/connections";
import type { ChosenDatabase } from "../../../stacks/database/preflight";

const server = { engine: "postgres", connections: 3, ca: undefined } as const;
const postgres = { kind: "postgres", memory: "256 MB" } as const;
const basic = { kind: "cockroach", cloud: "GCP", regions: ["us-east1"] } as const;

const check = (chosen: ChosenDatabase, max?: number) =>
  checkConnections({ greeter: { code: { image: "a" }, database: "hello", scale: { max } } }, chosen);

test.each<[string, ChosenDatabase, number]>([
  ["PostgreSQL in the cluster, by its memory", postgres, 16],
  ["CockroachDB Basic", basic, 4],
  ["CockroachDB Standard, by its processors", { ...basic, plan: "standard", vcpus: 3 }, 12],
  ["an existing database, by what was found", { kind: "existing", url: "", server, checked: "here" }, 3],
])("%s has connections for so many pods", (_, chosen, most) => {
  expect(() => check(chosen, most)).not.toThrow();
  expect(() => check(chosen)).not.toThrow();
  expect(() => check(chosen, most + 1)).toThrow(
    new RunError(
      `function greeter:\n  - ${most + 1} pods share ${most} connections to the database, and each needs one. Allowed: ` +
        `up to ${most} pods. Lower the most that it scales to (scale.max), or give the application more connections.`,
    ),
  );
});

describe("beside the platform's own programs", () => {
  const check = (chosen: ChosenDatabase, max: number, own = { identity: 10, permissions: 4 }) =>
    checkConnections({ greeter: { code: { image: "a" }, database: "hello", scale: { max } } }, chosen, own);

  it("has what is left of a server's connections", () => {
    expect(() => check(postgres, 2)).not.toThrow();
    expect(() => check(postgres, 3)).toThrow(/^function greeter:\n {2}- 3 pods share 2 connections/);
  });

  it("has what CockroachDB advises, which refuses none beyond it", () => {
    expect(() => check(basic, 4)).not.toThrow();
  });

  it.each<[string, ChosenDatabase, string]>([
    ["PostgreSQL", postgres, "Raise cake:database.memory"],
    [
      "an existing database",
      { kind: "existing", url: "", server: { ...server, connections: 16 }, checked: "here" },
      "Raise the server's max_connections",
    ],
  ])("needs one that is left, of %s", (_, chosen, way) => {
    expect(() => check(chosen, 1, { identity: 10, permissions: 8 })).toThrow(
      new RunError(
        "The database takes 16 connections, and identity 10 and permissions 8 of them are for the platform itself: none is " +
          `left for functions. ${way}, or lower replicas in cake:identity and cake:authorization.`,
      ),
    );
  });
});

test("a function without a database scales as it likes", () => {
  const greeter = { code: { image: "a" }, scale: { max: 100 } };
  expect(() => checkConnections({ greeter }, basic)).not.toThrow();
});
