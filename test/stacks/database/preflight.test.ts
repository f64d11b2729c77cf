import { RunError } from "@pulumi/pulumi";
import type { CakeConfig, DatabaseConfig } from "../../../stacks/config";
import { chooseDatabase } from "../../../stacks/database/preflight";
import { withPresets } from "../../../stacks/presets";

/** Nothing listens there. */
const databaseUrl = "postgresql://admin:s3cret@127.0.0.1:1/postgres";

const choose = (database: DatabaseConfig, more: Partial<CakeConfig> = {}) =>
  chooseDatabase(
    withPresets({ environment: "dev", cluster: { kind: "local" }, database, databaseUrl, ...more }),
    {},
  );

test("an existing database is looked at from here", async () => {
  await expect(choose({ kind: "existing" })).rejects.toThrow(
    /cannot be reached from this machine: connect ECONN/,
  );
});

test("one that only the cluster reaches is what its owner says, and is left to a Job there", async () => {
  const declared = { engine: "cockroach", connections: 7 } as const;
  expect(await choose({ kind: "existing", private: declared })).toEqual({
    kind: "existing",
    url: databaseUrl,
    checked: "in the cluster",
    server: { ...declared, ca: undefined },
  });
});

test("its authority is read here, all the same", async () => {
  const chosen = choose(
    { kind: "existing", private: { engine: "postgres" } },
    { databaseUrl: `${databaseUrl}?sslrootcert=/nowhere/ca.crt` },
  );
  const message = expect.stringContaining(
    "/nowhere/ca.crt as its sslrootcert, which cannot be read",
  ) as string;
  await expect(chosen).rejects.toMatchObject({ message, constructor: RunError });
});
