import type { Database } from "../../contracts";

/** Everywhere: a cloud's databases have no addresses of their own. */
const internet = [{ ipBlock: { cidr: "0.0.0.0/0" } }, { ipBlock: { cidr: "::/0" } }];

/** The egress rule of a NetworkPolicy for pods that use a database, as `Namespace` takes it. */
export function egressTo({ reach, port }: Pick<Database, "reach" | "port">): object {
  const ports = [{ port, protocol: "TCP" }];
  if (reach.kind === "internet") return { to: internet, ports };
  const matchLabels = { "kubernetes.io/metadata.name": reach.namespace };
  return { to: [{ namespaceSelector: { matchLabels } }], ports };
}
