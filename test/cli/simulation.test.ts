import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import execa from "execa";
import { shellExports } from "../../cli/commands/env";
import { simulationOf, variablesOf } from "../../cli/simulation";
import { filesOf } from "../../local/emulators/cockroach-cloud/files";
import { homeOf, instanceOf, type Instance } from "../../local/home";

const secret = "CCDB1_key-of-the-test";

let folder: string;
let instance: Instance;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "cake-it's-"));
  const env = { CAKE_HOME: folder, CAKE_INSTANCE: "test" };
  instance = instanceOf(homeOf(env), env);
});
afterEach(() => fs.rm(folder, { recursive: true }));

/** What an emulator leaves that ran. */
async function emulate(): Promise<void> {
  const { folder: own, key } = filesOf(instance);
  await fs.mkdir(own, { recursive: true });
  await fs.writeFile(path.join(instance.directory, "emulator-ports.json"), `{ "cloud": 1234, "sql": 1235 }`);
  await fs.writeFile(key, `${secret}\n`);
}

test("the emulator of the instance is found by what it left, its key in its file", async () => {
  await emulate();
  const found = await simulationOf(instance, {});
  expect(found).toEqual({
    variables: { COCKROACH_SERVER: "http://127.0.0.1:1234" },
    secretFiles: { COCKROACH_API_KEY: filesOf(instance).key },
  });
  expect(await variablesOf(found)).toEqual({
    COCKROACH_SERVER: "http://127.0.0.1:1234",
    COCKROACH_API_KEY: secret,
  });
});

test("a shell takes the key from its file, so that nobody sees it", async () => {
  await emulate();
  const lines = shellExports(await simulationOf(instance, {}));
  expect(lines).not.toContain(secret);
  const script = `${lines}\nprintf '%s %s' "$COCKROACH_SERVER" "$COCKROACH_API_KEY"`;
  expect((await execa("sh", ["-c", script])).stdout).toBe(`http://127.0.0.1:1234 ${secret}`);
});

test("a user's key of the real service is not for the emulator", async () => {
  await emulate();
  const { secretFiles } = await simulationOf(instance, { COCKROACH_API_KEY: "real" });
  expect(secretFiles).toHaveProperty("COCKROACH_API_KEY");
});

test("nothing is said where the user names a server, or no emulator ever ran; and asking makes nothing", async () => {
  const nothing = { variables: {}, secretFiles: {} };
  expect(await simulationOf(instance, {})).toEqual(nothing);
  expect(await fs.readdir(folder)).toEqual([]);
  await emulate();
  expect(await simulationOf(instance, { COCKROACH_SERVER: "http://127.0.0.1:1" })).toEqual(nothing);
});
