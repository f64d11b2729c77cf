import type { Manifest } from "../../../policies/harness";
import type { Properties } from "../../../policies/value";
import type { Case } from "./case";

const service = (name: string, spec: Properties): Manifest => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace: "default" },
  spec: { selector: { app: "shop" }, ports: [{ port: 80 }], ...spec },
});

/** What public-service says of Services when none may be public. */
export const publicService: readonly Case[] = [
  {
    says: "a load balancer",
    manifest: service("balanced", { type: "LoadBalancer" }),
    breaks: ['spec.type is "LoadBalancer", which opens the Service to the outside.'],
  },
  {
    says: "a load balancer for some addresses only",
    manifest: service("ranged", { type: "LoadBalancer", loadBalancerSourceRanges: ["203.0.113.0/24"] }),
    breaks: ['spec.type is "LoadBalancer"'],
  },
  {
    says: "a port of the nodes",
    manifest: service("ported", { type: "NodePort", ports: [{ port: 80, nodePort: 30999 }] }),
    breaks: ['spec.type is "NodePort", which opens the Service to the outside.'],
  },
  {
    says: "an address that nodes take requests for",
    manifest: service("addressed", { externalIPs: ["203.0.113.7"] }),
    breaks: ['spec.externalIPs is ["203.0.113.7"], which opens the Service to the outside.'],
  },
  {
    says: "both",
    manifest: service("doubly", { type: "NodePort", externalIPs: ["203.0.113.7", "203.0.113.8"] }),
    breaks: ["spec.type is", 'spec.externalIPs is ["203.0.113.7","203.0.113.8"]'],
  },
  { says: "an address of the cluster", manifest: service("inner", { type: "ClusterIP" }) },
  { says: "no type, which is an address of the cluster", manifest: service("plain", {}) },
  { says: "no address at all", manifest: service("headless", { clusterIP: "None" }) },
  { says: "no external addresses", manifest: service("unaddressed", { externalIPs: [] }) },
  {
    says: "another name of something",
    manifest: service("named", {
      type: "ExternalName",
      externalName: "db.example.com",
      selector: undefined,
      ports: undefined,
    }),
  },
];
