import type * as pulumi from "@pulumi/pulumi";

/** Where something is that pods call: in pods of a namespace of the cluster, or outside of it. */
export type Reach =
  { readonly kind: "cluster"; readonly namespace: pulumi.Input<string> } | { readonly kind: "internet" };

/** Everywhere: a cloud's services have no addresses of their own. */
const internet = [{ ipBlock: { cidr: "0.0.0.0/0" } }, { ipBlock: { cidr: "::/0" } }];

/** The egress rule of a NetworkPolicy for pods that call it, as `Namespace` takes it. */
export function egressTo({
  reach,
  port,
}: {
  readonly reach: Reach;
  readonly port: pulumi.Input<number>;
}): object {
  const ports = [{ port, protocol: "TCP" }];
  if (reach.kind === "internet") return { to: internet, ports };
  const matchLabels = { "kubernetes.io/metadata.name": reach.namespace };
  return { to: [{ namespaceSelector: { matchLabels } }], ports };
}
