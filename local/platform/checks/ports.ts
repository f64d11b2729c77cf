import * as fs from "node:fs/promises";
import * as net from "node:net";

/** State of a socket that listens, as /proc/net/tcp writes it. */
const listening = "0A";

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
        return `${(await fs.readFile(`/proc/${pid}/comm`, "utf8")).trim()} (process ${pid})`;
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
