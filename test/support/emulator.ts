import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client, type ClientConfig } from "pg";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../local/emulators/cockroach-cloud";
import { homeOf, type Instance } from "../../local/home";
import { Conformance } from "./openapi";

/** What a call was answered. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

export interface Login {
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly database?: string;
}

/** An emulator in a folder of its own. Every call is held against the document of the real API. */
export class TestCloud {
  readonly conformance = new Conformance();
  private constructor(
    readonly instance: Instance,
    public emulator: Emulator,
  ) {}

  static async start(options: Partial<EmulatorOptions> = {}): Promise<TestCloud> {
    const directory = await fs.mkdtemp(path.join(os.tmpdir(), "cloud-"));
    const name = path.basename(directory).toLowerCase();
    const instance = { name, directory, run: path.join(directory, "run") };
    return new TestCloud(instance, await launch(instance, options));
  }

  async restart(options: Partial<EmulatorOptions> = {}): Promise<void> {
    await this.emulator.stop();
    this.emulator = await launch(this.instance, options);
  }

  async clear(): Promise<void> {
    await this.emulator.stop();
    await fs.rm(this.instance.directory, { recursive: true, force: true });
  }

  /** A call of the API, or with a path under /emulator one of the emulator's own. */
  async call(
    method: string,
    called: string,
    request?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.emulator.url}${called}`, {
      method,
      headers: { Authorization: `Bearer ${this.emulator.apiKey}`, ...headers },
      body: request === undefined ? undefined : JSON.stringify(request),
    });
    const body: unknown = await response.json();
    if (called.startsWith("/api/")) {
      const call = { method, path: called, request, status: response.status, response: body };
      const problems = this.conformance.problems(call);
      if (problems.length > 0) throw new Error(`${method} ${called}:\n${problems.join("\n")}`);
    }
    return { status: response.status, body, headers: response.headers };
  }

  /** Makes a cluster and waits until it is there. @returns its id */
  async cluster(name: string, spec: object = basic): Promise<string> {
    const { status, body } = await this.call("POST", "/api/v1/clusters", { name, provider: "GCP", spec });
    if (status !== 200) throw new Error(JSON.stringify(body));
    const { id } = body as { id: string };
    await this.until(id, "CREATED");
    return id;
  }

  async until(id: string, state: string): Promise<void> {
    const states: string[] = [];
    for (let tries = 0; tries < 600 && states.at(-1) !== state; tries += 1, await pause(50)) {
      states.push(((await this.call("GET", `/api/v1/clusters/${id}`)).body as { state: string }).state);
    }
    if (states.at(-1) !== state) throw new Error(`the cluster is ${states.at(-1)}, not ${state}`);
  }

  /** Makes a SQL user. @returns how it logs in */
  async user(id: string, user: string, password = `${user}-password`): Promise<Login> {
    await this.call("POST", `/api/v1/clusters/${id}/sql-users`, { name: user, password });
    const { body } = await this.call("GET", `/api/v1/clusters/${id}/connection-string`);
    return { host: (body as { params: { Host: string } }).params.Host, user, password };
  }

  /** A session as on any machine whose resolver knows that `localhost` names are its own. */
  async session<T>(login: Login, work: (client: Client) => Promise<T>, more: ClientConfig = {}): Promise<T> {
    const { host, user, password, database = "defaultdb" } = login;
    const ssl = { ca: this.emulator.ca, servername: host };
    const port = this.emulator.sqlPort;
    const client = new Client({ host: "127.0.0.1", port, user, password, database, ssl, ...more });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  /** The rows of one statement. */
  query<Row extends object>(login: Login, sql: string, more: ClientConfig = {}): Promise<Row[]> {
    return this.session(login, async (client) => (await client.query<Row>(sql)).rows, more);
  }
}

export const basic = { plan: "BASIC", serverless: { regions: ["us-east1"] }, delete_protection: "DISABLED" };

async function launch(instance: Instance, options: Partial<EmulatorOptions>): Promise<Emulator> {
  return startEmulator({
    home: homeOf(),
    instance,
    ports: { api: 0, sql: 0 },
    creationDelay: 0,
    requestsPerSecond: 10_000,
    ...options,
  });
}
