import { once } from "node:events";
import * as net from "node:net";
import { UserError } from "../../errors";
import { portOwner } from "../../platform/checks/ports";

/** @returns the port, which the kernel picks for 0 */
export async function listen(server: net.Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    const owner = (await portOwner(port)) ?? "another program";
    throw new UserError(
      `Port ${port} of the emulator is taken by ${owner}. Stop that program, or use another instance: CAKE_INSTANCE=<name>.`,
    );
  }
  return (server.address() as net.AddressInfo).port;
}

/** Takes a name that only one process of this machine can have. The kernel frees it when the process ends. */
export async function lock(name: string, instance: string): Promise<net.Server> {
  const server = net.createServer().listen(name);
  try {
    await once(server, "listening");
  } catch {
    throw new UserError(
      `The emulator of instance ${instance} runs already. Use it, or another instance: CAKE_INSTANCE=<name>.`,
    );
  }
  return server;
}
