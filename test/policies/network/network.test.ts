import { network } from "../../../policies/network";

const names = { type: "array", items: { type: "string" }, default: [] };

test("the rules of the network are these, and by default nothing is exempt", () => {
  expect(network.map(({ name, description, options }) => ({ name, description, options }))).toEqual([
    {
      name: "namespace-isolation",
      description:
        "Each namespace denies its pods all traffic, in and out, but for what is allowed one by one.",
      options: { exempt: { ...names, description: "Names of namespaces that may stay open." } },
    },
    {
      name: "public-service",
      description: "No Service is reached from outside of the cluster, save those that are allowed by name.",
      options: { allowed: { ...names, description: "Services that may be public, each as namespace/name." } },
    },
    {
      name: "route-tls",
      description: "What is reached from outside of the cluster is reached over TLS.",
      options: {
        securedElsewhere: {
          ...names,
          description:
            "Domains, each with every name below it, whose TLS ends before the cluster or is set up by a controller.",
        },
      },
    },
    {
      name: "route-hosts",
      description: "Every route names its hosts one by one: no wildcard, and none without a host.",
      options: {},
    },
  ]);
});
