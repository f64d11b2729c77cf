import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { RunError } from "@pulumi/pulumi";
import type { CakeConfig, DatabaseConfig } from "../../../stacks/config";
import { chooseDatabase } from "../../../stacks/database/preflight";
import { withPresets, type Settings } from "../../../stacks/presets";

const ca = "the authority of an emulator";

let emulator: http.Server;
let address: string;
beforeAll(async () => {
  emulator = http.createServer(({ url }, response) => response.end(url === "/emulator/ca" ? ca : ""));
  await once(emulator.listen(0, "127.0.0.1"), "listening");
  address = `http://127.0.0.1:${(emulator.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => emulator.close(resolve)));

const settings = (simulate?: true): Settings =>
  withPresets({
    environment: "dev",
    simulate,
    cluster: { kind: "local" },
    database: { kind: "cockroach", cloud: "GCP", regions: ["us-east1"] },
  });

const key = { COCKROACH_API_KEY: "key" };

test("the real service is taken with a key, and asked nothing", async () => {
  expect(await chooseDatabase(settings(), key)).toMatchObject({ kind: "cockroach", emulatorCa: undefined });
});

test("an emulated one is taken with its authority", async () => {
  const chosen = await chooseDatabase(settings(true), { ...key, COCKROACH_SERVER: address });
  expect(chosen).toMatchObject({ kind: "cockroach", emulatorCa: ca });
});

test.each<[string, true | undefined, () => NodeJS.ProcessEnv, RegExp]>([
  ["the real service without a key", undefined, () => ({}), /needs an API key, and neither/],
  [
    "an emulated one without a key",
    true,
    () => ({ COCKROACH_SERVER: address }),
    /needs an API key, and neither/,
  ],
  ["an emulated one that is not named", true, () => key, /true, and no emulator runs\. Start one/],
  [
    "an emulated one that does not answer",
    true,
    () => ({ ...key, COCKROACH_SERVER: "http://127.0.0.1:1" }),
    /no emulator answers at COCKROACH_SERVER \(http:\/\/127\.0\.0\.1:1\)/,
  ],
  [
    "an emulated one for real resources",
    undefined,
    () => ({ ...key, COCKROACH_SERVER: address }),
    /where an emulator answers, and this stack holds real resources\. Unset COCKROACH_SERVER/,
  ],
])("refused: %s", async (_, simulate, env, problem) => {
  await expect(chooseDatabase(settings(simulate), env())).rejects.toThrow(problem);
});

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
