import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { tlsFolder } from "../../components/auth/spicedb/names";
import { datastore, serveOptions } from "../../components/auth/spicedb/settings";
import type { PermissionServer } from "../../components/auth/runtime/permissions";
import { homeOf } from "../../local/home";
import { ensureTools, programOf } from "../../local/toolchain";
import { selfSigned } from "./certificate";
import { freePort } from "./free-port";
import type { PostgresServer } from "./postgres";

/** A SpiceDB of its own over TLS, on a free port of the loopback, with the options that its component gives it. */
export interface SpiceDbServer extends PermissionServer {
  stop(): Promise<void>;
}

/** Connections of a pod in a stack that gives it as many as it asks for. */
const poolSize = 6;

/** @param postgres whose tables it makes, in the administrator's database @default – it keeps everything in memory */
export async function startSpiceDb(
  postgres?: Pick<PostgresServer, "admin" | "ca" | "port">,
): Promise<SpiceDbServer> {
  const { spicedb } = await ensureTools(homeOf(), ["spicedb"], (line) => process.stderr.write(`${line}\n`));
  const program = programOf(spicedb, "spicedb");
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "spicedb-"));
  const { cert, key } = selfSigned("localhost");
  const ca = path.join(folder, "tls.crt");
  await fs.writeFile(ca, cert);
  await fs.writeFile(path.join(folder, "tls.key"), key, { mode: 0o600 });
  const token = "a preshared key";
  const env = {
    PATH: process.env.PATH,
    SPICEDB_GRPC_PRESHARED_KEY: token,
    SPICEDB_DATASTORE_CONN_URI: postgres && urlOf(postgres),
  };
  const port = await freePort();
  const endpoint = `localhost:${port}`;
  const asDeployed = serveOptions("permissions", "postgres", { poolSize }, 1);
  const own = [
    `--grpc-addr=127.0.0.1:${port}`,
    "--metrics-addr=127.0.0.1:0",
    "--skip-release-check",
    ...(postgres ? [] : ["--datastore-engine=memory"]),
  ];
  const options = [...asDeployed.map((option) => option.replace(tlsFolder, folder)), ...own];
  if (postgres) {
    const migrate = ["datastore", "migrate", "head", ...datastore("postgres"), "--skip-release-check"];
    await promisify(execFile)(program, migrate, { env });
  }
  const server = spawn("setpriv", ["--pdeathsig", "TERM", program, "serve", ...options], { env });
  const ended = once(server, "exit");
  const stop = async () => {
    server.kill();
    await ended;
    await fs.rm(folder, { recursive: true });
  };
  const probe = [`-addr=${endpoint}`, "-tls", `-tls-ca-cert=${ca}`];
  await untilReady(server, programOf(spicedb, "grpc_health_probe"), probe).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return { endpoint, ca: cert, token, stop };
}

function urlOf({ admin, ca, port }: Pick<PostgresServer, "admin" | "ca" | "port">): string {
  const login = `${admin.user}:${encodeURIComponent(admin.password)}`;
  return `postgresql://${login}@127.0.0.1:${port}/${admin.database}?sslmode=verify-full&sslrootcert=${ca}`;
}

/** By the probe that its pods have. @throws Error with its log when it ends */
async function untilReady(server: ChildProcess, program: string, probe: readonly string[]): Promise<void> {
  let log = "";
  for (const stream of [server.stdout, server.stderr]) {
    stream?.on("data", (data: Buffer) => (log += data.toString()));
  }
  const asked = () => promisify(execFile)(program, probe).then(Boolean, () => false);
  while (!(await asked())) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error(`SpiceDB ended:\n${log}`);
    await wait(100);
  }
}
