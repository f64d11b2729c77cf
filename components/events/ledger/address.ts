import * as pulumi from "@pulumi/pulumi";

/** Where a bus sends dead letters, before there is a ledger: the address of its function. */
export const deadLettersOf = (name: string, namespace: pulumi.Input<string>): pulumi.Output<string> =>
  pulumi.interpolate`http://${name}.${namespace}.svc.cluster.local`;
