import * as fs from "node:fs/promises";
import * as net from "node:net";
import * as path from "node:path";
import type { Instance } from "../../home";
import { writePrivate } from "../state";

/** Loopback ports of the machine that an instance holds while it runs. */
export interface Ports {
  readonly ingress: number;
  readonly api: number;
  /** Emulated databases. Pods reach them at the same port, so that a connection string is good here and there. */
  readonly sql: number;
  /** The API that makes emulated databases. */
  readonly cloud: number;
}

/** The default instance's ports are easy to remember; they are taken only when they are free at the first start. */
const preferred: Ports = { ingress: 8080, api: 16443, sql: 26257, cloud: 26256 };

/** The ports of an instance, chosen once: URLs and kubeconfigs stay good over restarts. */
export async function portsOf(instance: Instance): Promise<Ports> {
  const file = path.join(instance.directory, "ports.json");
  const known = await readPorts(file);
  const names = Object.keys(preferred) as (keyof Ports)[];
  const missing = names.filter((name) => known[name] === undefined);
  if (missing.length === 0) return known as Ports;
  const chosen: Partial<Record<keyof Ports, number>> = { ...known };
  for (const name of missing)
    chosen[name] = await freePort(instance.name === "default" ? preferred[name] : 0);
  await writePrivate(file, JSON.stringify(chosen));
  return chosen as Ports;
}

async function readPorts(file: string): Promise<Partial<Ports>> {
  try {
    return JSON.parse(await fs.readFile(file, "utf8")) as Partial<Ports>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}

/** @returns `wanted` if nothing listens there, else a port that the kernel picks */
export async function freePort(wanted: number): Promise<number> {
  return (await listens(wanted)) ?? (await listens(0)) ?? 0;
}

function listens(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address() as net.AddressInfo;
      server.close(() => resolve(address.port));
    });
  });
}
