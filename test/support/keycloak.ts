import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { homeOf } from "../../local/home";
import { ensureTools } from "../../local/toolchain";
import { javaHome } from "../../local/toolchain/java";
import { keycloakFolder } from "../../local/toolchain/keycloak";
import { freePort } from "./free-port";
import { startPostgres } from "./postgres";

/** A service account that may do everything. */
export const administrator = { clientId: "administrator", clientSecret: "a secret of the administrator" };

/** What the server's administration answered. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A Keycloak of its own on a free port of the loopback, with a PostgreSQL of its own behind it. */
export interface KeycloakServer {
  readonly url: string;
  /** Calls the administration as the administrator. @param place below `/admin/realms` */
  call(method: string, place: string, body?: object): Promise<Answer>;
  /** Asks the database that it keeps everything in. */
  query<Row extends object>(sql: string): Promise<Row[]>;
  stop(): Promise<void>;
}

/** @param more settings that differ from its own, by the address that it will have */
export async function startKeycloak(
  more: (url: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<KeycloakServer> {
  const { keycloak } = await ensureTools(homeOf(), ["keycloak"], (line) => process.stderr.write(`${line}\n`));
  const database = await startPostgres();
  // It writes beside its programs, and the tool chain's own stay as they were made.
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "keycloak-"));
  await fs.cp(path.join(keycloak.directory, keycloakFolder), folder, { recursive: true });
  const [port, management] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const { user, password, database: name } = database.admin;
  const settings = {
    KC_DB_URL: `jdbc:postgresql://127.0.0.1:${database.port}/${name}?sslmode=verify-full&sslrootcert=${database.ca}`,
    KC_DB_USERNAME: user,
    KC_DB_PASSWORD: password,
    KC_CACHE: "local",
    KC_HTTP_ENABLED: "true",
    KC_HTTP_HOST: "127.0.0.1",
    KC_HTTP_PORT: String(port),
    KC_HTTP_MANAGEMENT_PORT: String(management),
    KC_HOSTNAME_STRICT: "false",
    KC_BOOTSTRAP_ADMIN_CLIENT_ID: administrator.clientId,
    KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: administrator.clientSecret,
    ...more(url),
  };
  const env = { PATH: process.env.PATH, JAVA_HOME: path.join(keycloak.directory, javaHome), ...settings };
  const command = ["--pdeathsig", "TERM", path.join(folder, "bin/kc.sh"), "start", "--optimized"];
  const server = spawn("setpriv", command, { env });
  const ended = once(server, "exit");
  let log = "";
  const stop = async () => {
    server.kill();
    await ended;
    await database.stop();
    await fs.rm(folder, { recursive: true });
  };
  const starts = new Promise<void>((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      stream.on("data", (data: Buffer) => {
        log += data.toString();
        if (log.includes(" started in ")) resolve();
      });
    }
    void ended.then(() => reject(new Error(`Keycloak ended:\n${log}`)));
  });
  const ready = starts.then(() => untilReady(management));
  await ready.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  return {
    url,
    call: (method, place, body) => call(url, method, place, body),
    query: (sql) => database.query(database.admin, sql),
    stop,
  };
}

/** What it starts with it makes last: its realm, with the administrator. */
async function untilReady(management: number): Promise<void> {
  const health = () => fetch(`http://127.0.0.1:${management}/health/ready`);
  while (!(await health()).ok) await wait(100);
}

async function call(url: string, method: string, place: string, body?: object): Promise<Answer> {
  const { clientId, clientSecret } = administrator;
  const login = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  const { access_token: token } = (await login.json()) as { access_token: string };
  const response = await fetch(`${url}/admin/realms${place}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text && (JSON.parse(text) as unknown) };
}
