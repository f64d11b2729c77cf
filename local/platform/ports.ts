import * as fs from "node:fs/promises";
import * as net from "node:net";
import * as path from "node:path";
import type { Instance } from "../../home";
import { writePrivate } from "../state";

/** Loopback ports of the machine that an instance holds while it runs. */
export interface Ports {
  readonly ingress: number;
  readonly api: number;
}

/** The default instance's ports are easy to remember; they are taken only when they are free at the first start. */
const preferred: Ports = { ingress: 8080, api: 16443 };

/** The ports of an instance, chosen once: URLs and kubeconfigs stay good over restarts. */
export async function portsOf(instance: Instance): Promise<Ports> {
  const file = path.join(instance.directory, "ports.json");
  try {
    return JSON.parse(await fs.readFile(file, "utf8")) as Ports;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const wanted = instance.name === "default" ? preferred : { ingress: 0, api: 0 };
  const [ingress, api] = await Promise.all([freePort(wanted.ingress), freePort(wanted.api)]);
  await writePrivate(file, JSON.stringify({ ingress, api }));
  return { ingress, api };
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
