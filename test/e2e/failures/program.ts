import * as net from "node:net";
import * as path from "node:path";
import type { FunctionSpec } from "../../../components/contracts";

const library = (module: string) => JSON.stringify(path.resolve(__dirname, "../../..", module));

/**
 * A program of another team, which uses the library on the platform of an instance that has Knative.
 *
 * @param images where images go, as an expression
 */
export const programWith = (
  functions: Readonly<Record<string, FunctionSpec>>,
  images = "found.images",
): string => `
import { KnativeFunction } from ${library("components/events/function")};
import { Namespace } from ${library("components/kubernetes/namespace")};
import { kubernetesProvider } from ${library("components/kubernetes/provider")};
import { connect } from ${library("stacks/cluster")};
import { withPresets } from ${library("stacks/presets")};

export = async () => {
  const found = await connect(withPresets({ environment: "dev", cluster: { kind: "local" } }));
  const cluster = { ...found, images: ${images} };
  const provider = kubernetesProvider("cluster", found);
  const callers = ["knative-serving", "traefik-system"].map((namespace) => ({ namespace, ports: [8012, 8013, 9090] }));
  const namespace = new Namespace("failing", { callers }, { provider });
  const functions = Object.entries(${JSON.stringify(functions)}).map(([name, spec]) => {
    const { url } = new KnativeFunction(name, { ...spec, cluster, namespace: namespace.name }, { provider });
    return [name, url];
  });
  return { urls: Object.fromEntries(functions) };
};
`;

/** A port of this machine on which nothing listens. */
export const closedPort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
