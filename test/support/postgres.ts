import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { Client } from "pg";
import { homeOf } from "../../local/home";
import { ensureTools, environmentOf, programOf } from "../../local/toolchain";
import type { ResolvedTool } from "../../local/toolchain/tool";
import { selfSigned } from "./certificate";
import { freePort } from "./free-port";

const host = "127.0.0.1";

/** A user, and where it connects to. */
export interface Login {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** What a script left. */
export interface ScriptRun {
  readonly code: number;
  /** Both outputs, as a person would read them. */
  readonly text: string;
}

/** A PostgreSQL of its own with TLS, on a free port of the loopback, without regard for a power cut. */
export interface PostgresServer {
  readonly admin: Login;
  /** File with its authority. */
  readonly ca: string;
  readonly port: number;
  /** Runs statements as a user. @throws the server's error */
  query<Row extends object>(login: Login, sql: string): Promise<Row[]>;
  /** Runs a script with psql, as a Job does. */
  script(login: Login, sql: string, env?: Readonly<Record<string, string>>): Promise<ScriptRun>;
  stop(): Promise<void>;
}

/** Its address for a program, as its administrator. */
export function urlOf({ admin, ca, port }: Pick<PostgresServer, "admin" | "ca" | "port">): string {
  const address = new URL(`postgresql://${host}:${port}/${admin.database}`);
  address.username = admin.user;
  address.password = admin.password;
  address.searchParams.set("sslmode", "verify-full");
  address.searchParams.set("sslrootcert", ca);
  return address.href;
}

/** @param more settings that differ from its own */
export async function startPostgres(more: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const { postgres } = await ensureTools(homeOf(), ["postgres"], (line) => process.stderr.write(`${line}\n`));
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "postgres-"));
  const data = path.join(folder, "data");
  const admin = { user: "postgres", password: "a password", database: "postgres" };
  const files = {
    ca: path.join(folder, "ca.crt"),
    key: path.join(folder, "server.key"),
    password: path.join(folder, "password"),
  };
  const { cert, key } = selfSigned();
  await fs.writeFile(files.ca, cert);
  await fs.writeFile(files.key, key, { mode: 0o600 });
  await fs.writeFile(files.password, admin.password);
  const authentication = ["--auth=scram-sha-256", `--username=${admin.user}`, `--pwfile=${files.password}`];
  const made = await finished(
    run(postgres, "initdb", [`--pgdata=${data}`, "--no-locale", "--encoding=UTF8", ...authentication]),
  );
  if (made.code !== 0) throw new Error(`initdb failed:\n${made.text}`);
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: host,
    unix_socket_directories: "",
    fsync: "off",
    ssl: "on",
    ssl_cert_file: files.ca,
    ssl_key_file: files.key,
    ...more,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = run(postgres, "postgres", ["-D", data, ...options]);
  await started(server);
  let scripts = 0;
  const connection = {
    PGHOST: host,
    PGPORT: String(port),
    PGSSLMODE: "verify-full",
    PGSSLROOTCERT: files.ca,
  };
  return {
    admin,
    ca: files.ca,
    port,
    async query<Row extends object>(login: Login, sql: string): Promise<Row[]> {
      const client = new Client({ ...login, host, port, ssl: { ca: cert } });
      await client.connect();
      try {
        return (await client.query<Row>(sql)).rows;
      } finally {
        await client.end();
      }
    },
    async script({ user, password, database }, sql, env = {}) {
      const file = path.join(folder, `${(scripts += 1)}.sql`);
      await fs.writeFile(file, sql);
      const login = { PGUSER: user, PGPASSWORD: password, PGDATABASE: database };
      return finished(
        run(postgres, "psql", ["--no-psqlrc", `--file=${file}`], { ...connection, ...login, ...env }),
      );
    },
    async stop() {
      const ended = once(server, "exit");
      server.kill("SIGINT");
      await ended;
      await fs.rm(folder, { recursive: true });
    },
  };
}

/** PostgreSQL refuses to be root: it runs as another user in a user namespace, in which root's files are that user's. */
function run(
  tool: ResolvedTool,
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): ChildProcess {
  const command = [programOf(tool, program), ...args];
  const unprivileged =
    process.getuid?.() === 0 ? ["unshare", "--user", "--map-user=65534", "--map-group=65534"] : [];
  const [file, ...rest] = [...unprivileged, "setpriv", "--pdeathsig", "INT", ...command];
  const { LD_LIBRARY_PATH } = environmentOf(tool);
  return spawn(file!, rest, { env: { PATH: process.env.PATH, LD_LIBRARY_PATH, LC_ALL: "C.UTF-8", ...env } });
}

async function finished(child: ChildProcess): Promise<ScriptRun> {
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (data: Buffer) => (text += data.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code: code ?? -1, text };
}

async function started(server: ChildProcess): Promise<void> {
  let log = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on("data", (data: Buffer) => {
      log += data.toString();
      if (log.includes("ready to accept connections")) resolve();
    });
    server.once("exit", () => reject(new Error(`PostgreSQL ended:\n${log}`)));
  });
}
