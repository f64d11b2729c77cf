import * as readline from "node:readline";
import execa from "execa";
import { UserError } from "../local/errors";
import type { FunctionPlace } from "./function-place";
import { call, type Call, type Reply } from "./http";

/** A port of this machine that leads to one in a cluster. */
export interface Tunnel {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * @param kubectl the program
 * @param access what it needs to reach the cluster, and the namespace
 * @param target `service/` or `pod/`, and a name
 * @throws UserError when kubectl finds no way
 */
export async function openTunnel(
  kubectl: string,
  access: readonly string[],
  target: string,
  port: number,
  env?: NodeJS.ProcessEnv,
): Promise<Tunnel> {
  const tunnel = execa(kubectl, [...access, "port-forward", target, `:${port}`], { env, reject: false });
  // It chooses the port, and says it in its first line.
  for await (const line of readline.createInterface({ input: tunnel.stdout! })) {
    const own = /127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (own === undefined) continue;
    return {
      port: Number(own),
      async close() {
        tunnel.kill();
        await tunnel;
      },
    };
  }
  throw new UserError(`There is no way into the cluster: ${(await tunnel).stderr}`);
}

/** Calls a function on a path of its own. */
export type CallFunction = (path: string, how?: Omit<Call, "host">) => Promise<Reply>;

/**
 * Calls a function as the cluster does, so that one is reached too that is visible to the cluster only: through a tunnel to
 * what routes requests there.
 *
 * @throws UserError when there is no tunnel
 */
export async function throughTunnel<T>(
  place: FunctionPlace,
  work: (call: CallFunction) => Promise<T>,
): Promise<T> {
  const access = ["--kubeconfig", place.kubeconfig];
  const gateway = await gatewayOf(place, access);
  const where = [...access, "--namespace", gateway.namespace];
  const tunnel = await openTunnel(place.kubectl, where, `service/${gateway.name}`, 80);
  try {
    const host = `${place.name}.${place.namespace}.svc.cluster.local`;
    return await work((path, how) => call(`http://127.0.0.1:${tunnel.port}${path}`, { ...how, host }));
  } finally {
    await tunnel.close();
  }
}

/** The Service that leads to a function from inside, which Knative says by the name that the function's own one stands for. */
async function gatewayOf({ name, namespace, kubectl }: FunctionPlace, access: readonly string[]) {
  const question = ["get", "service", name, "--output=jsonpath={.spec.externalName}"];
  const { stdout, stderr } = await execa(kubectl, [...access, "--namespace", namespace, ...question], {
    reject: false,
  });
  const [service, where] = stdout.split(".");
  if (!service || !where) {
    throw new UserError(
      `Function ${name} cannot be reached yet: nothing routes to it${stderr && ` (${stderr})`}. See \`npx cake logs ${name}\`.`,
    );
  }
  return { name: service, namespace: where };
}
