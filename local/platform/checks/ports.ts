import * as fs from "node:fs/promises";
import * as net from "node:net";
import type { Ports } from "../ports";
import type { Check } from "./check";

/** State of a socket that listens, as /proc/net/tcp writes it. */
const listening = "0A";

/** Whether the ports that an instance has chosen are free; nothing is asked of one that has chosen none. */
export async function portChecks(ports: Ports | undefined): Promise<Check[]> {
  return ports === undefined ? [] : Promise.all([portCheck(ports.ingress), portCheck(ports.api)]);
}

async function portCheck(port: number): Promise<Check> {
  const name = `port ${port}`;
  const owner = await portOwner(port);
  if (owner === undefined) return { name, found: "nothing on it" };
  const problem = "stop that program, or use another instance: CAKE_INSTANCE=<name>";
  return { name, found: `${owner} on it`, problem };
}

/**
 * Who listens on a loopback port.
 *
 * @returns `name (process 123)`, "another program" where that cannot be found out, or undefined when the port is free
 */
export async function portOwner(port: number): Promise<string | undefined> {
  if (await bindable(port)) return undefined;
  return (await processOf(port)) ?? "another program";
}

function bindable(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

async function processOf(port: number): Promise<string | undefined> {
  const inodes = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const inode of listeningInodes(await fs.readFile(table, "utf8").catch(() => ""), port))
      inodes.add(inode);
  }
  for (const pid of (await fs.readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const links = await fs.readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const link of links) {
      const target = await fs.readlink(`/proc/${pid}/fd/${link}`).catch(() => "");
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode && inodes.has(inode)) {
        const name = await fs.readFile(`/proc/${pid}/comm`, "utf8").catch(() => "a program");
        return `${name.trim()} (process ${pid})`;
      }
    }
  }
  return undefined;
}

/** Inodes of the sockets that listen on a port, from the text of /proc/net/tcp. */
export function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === listening)
    .flatMap((fields) => (fields[9] ? [fields[9]] : []));
}
