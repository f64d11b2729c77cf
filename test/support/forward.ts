import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Does work on a Service of a cluster, through a tunnel of kubectl's.
 *
 * @param env in which kubectl works
 * @param service its namespace, a slash, and its name
 */
export async function throughService<T>(
  env: Readonly<Record<string, string>>,
  service: string,
  port: number,
  work: (port: number) => Promise<T>,
): Promise<T> {
  const [namespace = "", name = ""] = service.split("/");
  const args = ["-n", namespace, "port-forward", `service/${name}`, `:${port}`];
  const tunnel = spawn("kubectl", args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(tunnel, "exit");
  try {
    const [line] = (await once(tunnel.stdout, "data")) as [Buffer];
    return await work(Number(/127\.0\.0\.1:(\d+)/.exec(line.toString())?.[1]));
  } finally {
    tunnel.kill();
    await ended;
  }
}
