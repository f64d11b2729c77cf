import { openTunnel } from "../../cli/tunnel";

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
  const tunnel = await openTunnel("kubectl", ["-n", namespace], `service/${name}`, port, env);
  try {
    return await work(tunnel.port);
  } finally {
    await tunnel.close();
  }
}
