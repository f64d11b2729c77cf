import * as readline from "node:readline";
import execa from "execa";
import { UserError } from "../local/errors";
import type { FunctionPlace } from "./function-place";
import { call, type Call, type Reply } from "./http";

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
  const tunnel = execa(
    place.kubectl,
    [...access, "--namespace", gateway.namespace, "port-forward", `service/${gateway.name}`, ":80"],
    { reject: false },
  );
  try {
    const port = await portOf(tunnel);
    const host = `${place.name}.${place.namespace}.svc.cluster.local`;
    return await work((path, how) => call(`http://127.0.0.1:${port}${path}`, { ...how, host }));
  } finally {
    tunnel.kill();
    await tunnel;
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

/** The port on this machine, which kubectl chooses and says in its first line. */
async function portOf(tunnel: execa.ExecaChildProcess): Promise<number> {
  for await (const line of readline.createInterface({ input: tunnel.stdout! })) {
    const port = /127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port) return Number(port);
  }
  throw new UserError(`There is no way into the cluster: ${(await tunnel).stderr}`);
}
