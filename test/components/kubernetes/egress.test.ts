import * as pulumi from "@pulumi/pulumi";
import { egressTo } from "../../../components/kubernetes/egress";
import { valueOf } from "../../support/outputs";

const port = pulumi.output(5432);

test("a server in the cluster is reached in its namespace, and nothing else is", async () => {
  const rule = egressTo({ port, reach: { kind: "cluster", namespace: pulumi.output("database") } });
  expect(await valueOf(pulumi.output(rule))).toEqual({
    to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "database" } } }],
    ports: [{ port: 5432, protocol: "TCP" }],
  });
});

test("a server elsewhere is reached at its port", async () => {
  const rule = egressTo({ port: pulumi.output(26257), reach: { kind: "internet" } });
  expect(await valueOf(pulumi.output(rule))).toEqual({
    to: [{ ipBlock: { cidr: "0.0.0.0/0" } }, { ipBlock: { cidr: "::/0" } }],
    ports: [{ port: 26257, protocol: "TCP" }],
  });
});
