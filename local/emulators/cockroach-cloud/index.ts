import * as fs from "node:fs/promises";
import * as http from "node:http";
import * as net from "node:net";
import * as tls from "node:tls";
import { getRequestListener } from "@hono/node-server";
import type { Home, Instance } from "../../home";
import { emulatorPortsOf } from "../../platform/ports";
import { ensureTools } from "../../toolchain";
import type { Report } from "../../toolchain/tool";
import { app } from "./api/app";
import { certificatesOf } from "./certificates";
import type { Cloud } from "./cloud";
import { Faults } from "./faults";
import { filesOf } from "./files";
import { Fleet } from "./fleet";
import { gateOf } from "./gate";
import { platformAddress, platformSocket } from "./hosts";
import { accountKey } from "./keys";
import { Lifecycle } from "./lifecycle";
import { lock, listen } from "./listen";
import { Proxy } from "./sql/proxy";
import { Store } from "./store";

export interface EmulatorOptions {
  /** Where PostgreSQL is found or made. */
  readonly home: Home;
  /** Whose folder keeps the emulator's state, and whose pods can reach its databases. */
  readonly instance: Instance;
  /** Loopback ports; 0 for any. @default those of the instance, the same at each start */
  readonly ports?: { readonly api: number; readonly sql: number };
  /** Milliseconds that a new cluster is CREATING at least. @default 1000 */
  readonly creationDelay?: number;
  /** Calls that one API key may make in a second. @default 10, as on the real service */
  readonly requestsPerSecond?: number;
  /** @default says nothing */
  readonly report?: Report;
}

/** An emulated CockroachDB Cloud that answers. */
export interface Emulator {
  /** For COCKROACH_SERVER. */
  readonly url: string;
  /** For COCKROACH_API_KEY. */
  readonly apiKey: string;
  /** PEM of the authority behind the databases' certificates, which no system knows. */
  readonly ca: string;
  /** Loopback port of the databases; pods reach them at the same one. */
  readonly sqlPort: number;
  /** Ends everything it started; what it keeps is there at the next start. */
  stop(): Promise<void>;
}

/**
 * Starts an emulator of CockroachDB Cloud: its API, with a real PostgreSQL behind each cluster.
 *
 * @throws UserError when it runs already, a port is taken, or PostgreSQL cannot be had
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { home, instance, creationDelay = 1000, requestsPerSecond = 10, report = () => undefined } = options;
  const { postgres } = await ensureTools(home, ["postgres"], report);
  const files = filesOf(instance);
  await fs.mkdir(files.folder, { recursive: true, mode: 0o700 });
  // Held first: two emulators on one state would spoil it.
  const platform = await lock(`\0${platformSocket(instance.name)}`, instance.name);
  const open: net.Server[] = [platform];
  try {
    const store = await Store.open(files.state);
    const fleet = new Fleet(postgres, files.clusters, instance.name);
    const lifecycle = new Lifecycle(store, fleet, creationDelay, report);
    const certificates = await certificatesOf(files);
    const proxy = new Proxy(
      tls.createSecureContext({ ...certificates, ca: undefined }),
      gateOf(store, fleet),
    );
    platform.on("connection", (socket) => proxy.accept(socket, platformAddress));
    const databases = net.createServer((socket) => proxy.accept(socket, socket.remoteAddress ?? ""));
    const ports = options.ports ?? (await emulatorPorts(instance));
    const sqlPort = await listen(databases, ports.sql);
    open.push(databases);
    const apiKey = await accountKey(store, files.key);
    const cloud: Cloud = {
      store,
      fleet,
      lifecycle,
      faults: new Faults(),
      ca: certificates.ca,
      sqlPort,
      requestsPerSecond,
      recheck: () => proxy.recheck(),
    };
    const answer = getRequestListener(app(cloud, report).fetch);
    const api = http.createServer((request, response) => void answer(request, response));
    const url = `http://127.0.0.1:${await listen(api, ports.api)}`;
    open.push(api);
    await lifecycle.resume();
    const stop = async (): Promise<void> => {
      for (const server of open) server.close();
      api.closeAllConnections();
      proxy.stop();
      await lifecycle.stop();
    };
    return { url, apiKey, ca: certificates.ca, sqlPort, stop };
  } catch (error) {
    for (const server of open) server.close();
    throw error;
  }
}

async function emulatorPorts(instance: Instance): Promise<{ readonly api: number; readonly sql: number }> {
  const { cloud, sql } = await emulatorPortsOf(instance);
  return { api: cloud, sql };
}
