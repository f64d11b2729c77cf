import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { build } from "esbuild";
import { Server } from "../../../local/emulators/cockroach-cloud/postgres/server";
import { homeOf } from "../../../local/home";
import { ensureTools } from "../../../local/toolchain";
import { processes } from "../../support/processes";

jest.setTimeout(5 * 60_000);

const root = path.resolve(__dirname, "../../..");
/** The account `nobody`. PostgreSQL wants one that has a name. */
const stranger = 65534;

let folder: string;
let tool: string;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "cloud-server-"));
  const { postgres } = await ensureTools(homeOf(), ["postgres"], (line) => process.stderr.write(`${line}\n`));
  // Where any user may look.
  tool = path.join(folder, "tool");
  await fs.cp(postgres.directory, tool, { recursive: true, verbatimSymlinks: true });
  await fs.chmod(folder, 0o755);
});
afterAll(() => fs.rm(folder, { recursive: true, force: true }));

/** A program that starts a server, says so, and stays. */
async function holder(name: string, data: string): Promise<string> {
  const tools = JSON.stringify({ name: "postgres", version: "", origin: "cached", directory: tool });
  const contents = `
    import { Server } from "./local/emulators/cockroach-cloud/postgres/server";
    setInterval(() => undefined, 60_000);
    void new Server(${tools}, ${JSON.stringify(data)}, "${name}", "a-password").start().then(() => console.log("ready"));`;
  const outfile = path.join(folder, `${name}.js`);
  const stdin = { contents, resolveDir: root };
  await build({ stdin, bundle: true, platform: "node", outfile, external: ["pg-native"] });
  return outfile;
}

const gone = async (name: string): Promise<string[]> => {
  let left = await processes(name);
  for (let tries = 0; tries < 200 && left.length > 0; tries += 1, left = await processes(name))
    await pause(50);
  return left;
};

const isRoot = process.getuid?.() === 0;
if (!isRoot)
  process.stderr.write("servers of root, and of users other than this one, are not tested: not root\n");

const accounts: [string, string[]][] = [["this user", []]];
if (isRoot) {
  const as = ["--reuid", `${stranger}`, "--regid", `${stranger}`, "--clear-groups", "--"];
  accounts.push(["a user without any rights", as]);
}

test.each(accounts)(
  "a server of %s ends when its emulator is killed, and goes on with its data",
  async (_, as) => {
    const name = `server-test-${process.pid}-${as.length}`;
    const data = path.join(folder, name);
    await fs.mkdir(data);
    if (as.length > 0) await fs.chown(data, stranger, stranger);
    const program = await holder(name, data);
    const start = async (): Promise<ChildProcess> => {
      const [command = "", ...args] = [
        ...(as.length > 0 ? ["setpriv", ...as] : []),
        process.execPath,
        program,
      ];
      const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
      const first = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
      expect(String(first[0])).toBe("ready\n");
      return child;
    };
    const killed = await start();
    expect(await processes(`cluster_name=${name}`)).toHaveLength(1);
    killed.kill("SIGKILL");
    // At once: the old server may still be ending.
    const next = await start();
    expect(await processes(`cluster_name=${name}`)).toHaveLength(1);
    next.kill("SIGKILL");
    expect(await gone(name)).toEqual([]);
  },
);

test("a server's account can look at nothing but its data", async () => {
  const server = new Server(
    { name: "postgres", version: "", origin: "cached", directory: tool },
    path.join(folder, "confined"),
    `confined-${process.pid}`,
    "a-password",
  );
  const run = (sql: string) =>
    server.manage("postgres", async (client) => (await client.query(sql)).rows as object[]);
  const read = (file: string) => run(`SELECT pg_read_file('${file}')`).catch((error: Error) => error.message);
  const secret = path.join(folder, "secret");
  await fs.writeFile(secret, "of the machine", { mode: 0o600 });
  expect(await run("SHOW listen_addresses")).toEqual([{ listen_addresses: "" }]);
  expect(isRoot ? await read(secret) : "not root").toMatch(/Permission denied|not root/);
  await server.stop();
  expect(await gone(`confined-${process.pid}`)).toEqual([]);
});
