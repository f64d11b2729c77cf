import * as fs from "node:fs/promises";
import * as net from "node:net";
import * as path from "node:path";
import type { Instance } from "../home";
import { writePrivate } from "./state";

/** Loopback ports of the machine that an instance holds while it runs. */
export interface Ports {
  readonly ingress: number;
  readonly api: number;
}

/** The port of the cluster's node on which the ingress listens: see the ingress component's `nodePort`. */
export const ingressNodePort = 30080;

/** The default instance's ports are easy to remember; they are taken only when they are free at the first start. */
const memorable: Ports = { ingress: 8080, api: 16443 };
/** The kernel picks. */
const any: Ports = { ingress: 0, api: 0 };

/** @returns the ports of an instance, or undefined before its first start */
export async function chosenPorts(instance: Instance): Promise<Ports | undefined> {
  try {
    return JSON.parse(await fs.readFile(fileOf(instance), "utf8")) as Ports;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * The ports of an instance, chosen once: URLs and kubeconfigs stay good over restarts.
 *
 * @param wanted taken at the first start when they are free
 */
export async function portsOf(
  instance: Instance,
  wanted: Ports = instance.name === "default" ? memorable : any,
): Promise<Ports> {
  const before = await chosenPorts(instance);
  if (before) return before;
  const ports = await freePorts(wanted);
  await writePrivate(fileOf(instance), JSON.stringify(ports));
  return ports;
}

/** Held until all are found, so that no two are the same. */
async function freePorts(wanted: Ports): Promise<Ports> {
  const ingress = await hold(wanted.ingress);
  const api = await hold(wanted.api);
  return { ingress: await release(ingress), api: await release(api) };
}

/** Listens on a port, or on one that the kernel picks when it is taken. */
function hold(port: number): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", (error) => (port === 0 ? reject(error) : resolve(hold(0))));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function release(server: net.Server): Promise<number> {
  const { port } = server.address() as net.AddressInfo;
  return new Promise((resolve) => server.close(() => resolve(port)));
}

const fileOf = (instance: Instance): string => path.join(instance.directory, "ports.json");
