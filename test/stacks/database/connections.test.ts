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

test("a function without a database scales as it likes", () => {
  const greeter = { code: { image: "a" }, scale: { max: 100 } };
  expect(() => checkConnections({ greeter }, basic)).not.toThrow();
});
