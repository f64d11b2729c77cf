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

/** Loopback ports on which what is emulated for an instance listens while it runs. */
export interface EmulatorPorts {
  /** Databases. Pods reach them at the same port, so that a connection string is good here and there. */
  readonly sql: number;
  /** The API that makes databases. */
  readonly cloud: number;
}

/** The default instance's ports are easy to remember; they are taken only when they are free at the first start. */
const memorable: Ports = { ingress: 8080, api: 16443 };
const memorableEmulated: EmulatorPorts = { sql: 26257, cloud: 26256 };

/** @returns the ports of an instance, or undefined before its first start */
export async function chosenPorts(instance: Instance): Promise<Ports | undefined> {
  return chosen<Ports>(path.join(instance.directory, "ports.json"));
}

/**
 * The ports of an instance, chosen once: URLs and kubeconfigs stay good over restarts.
 *
 * @param wanted taken at the first start when they are free
 */
export async function portsOf(instance: Instance, wanted = wantedBy(instance, memorable)): Promise<Ports> {
  return choose(path.join(instance.directory, "ports.json"), wanted);
}

/** @returns the ports of what is emulated for an instance, or undefined before its first start */
export async function chosenEmulatorPorts(instance: Instance): Promise<EmulatorPorts | undefined> {
  return chosen<EmulatorPorts>(path.join(instance.directory, "emulator-ports.json"));
}

/** The ports of what is emulated for an instance, chosen once as well. */
export async function emulatorPortsOf(instance: Instance): Promise<EmulatorPorts> {
  return choose(path.join(instance.directory, "emulator-ports.json"), wantedBy(instance, memorableEmulated));
}

/** 0: the kernel picks. */
function wantedBy<P extends object>({ name }: Instance, ports: P): P {
  return name === "default" ? ports : (Object.fromEntries(Object.keys(ports).map((key) => [key, 0])) as P);
}

async function chosen<P>(file: string): Promise<P | undefined> {
  try {
    return JSON.parse(await fs.readFile(file, "utf8")) as P;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function choose<P extends object>(file: string, wanted: P): Promise<P> {
  const before = await chosen<P>(file);
  if (before) return before;
  const ports = await freePorts(wanted);
  await writePrivate(file, JSON.stringify(ports));
  return ports;
}

/** Held until all are found, so that no two are the same. */
async function freePorts<P extends object>(wanted: P): Promise<P> {
  const held: [string, net.Server][] = [];
  for (const [name, port] of Object.entries(wanted)) held.push([name, await hold(Number(port))]);
  const ports = await Promise.all(held.map(async ([name, server]) => [name, await release(server)] as const));
  return Object.fromEntries(ports) as P;
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
