import type { Input } from "@pulumi/pulumi";
import type { Manifest } from "../../kubernetes/object";
import { service } from "./hosts";

/** What routes requests from outside. */
export interface IngressClass {
  /** Name of the IngressClass. */
  readonly className: string;
  /** Namespace of its pods. */
  readonly namespace: string;
  /** Such as those that tell a certificate's issuer. @default – none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Secret with the certificate of both hosts. @default – TLS ends before the ingress, or there is none */
  readonly tlsSecret?: string;
}

interface Path {
  readonly path: string;
  readonly pathType: "Exact" | "Prefix";
}

/** With a slash at the end: some ingresses compare prefixes by letter, and `/realms/shop` begins `/realms/shopping`. */
const below = (path: string): Path => ({ path: `${path}/`, pathType: "Prefix" });
const exactly = (path: string): Path => ({ path, pathType: "Exact" });

const master = below("/realms/master");
const resources = below("/resources");

/**
 * What browsers reach of https://www.keycloak.org/server/reverseproxy#_exposed_path_recommendations: the realms that are
 * named, and so not the one that administers the others.
 */
export function publicPaths(realms: readonly string[], console: "public" | "private"): Path[] {
  return [
    ...realms.flatMap((realm) => [
      below(`/realms/${realm}`),
      exactly(`/.well-known/oauth-authorization-server/realms/${realm}`),
    ]),
    resources,
    // Who uses the console signs in there.
    ...(console === "public" ? [master] : []),
  ];
}

/** What configures realms: how it logs in, and the API; a console only when asked for. */
export function adminPaths(console: "public" | "private"): Path[] {
  return console === "public"
    ? [below("/admin"), master, resources]
    : [
        exactly("/realms/master/protocol/openid-connect/token"),
        exactly("/admin/serverinfo"),
        exactly("/admin/realms"),
        below("/admin/realms"),
      ];
}

/** A rule for one host. */
export function ingressManifest(
  name: string,
  namespace: Input<string>,
  { className, annotations, tlsSecret }: IngressClass,
  host: string,
  paths: readonly Path[],
): Manifest {
  const backend = { service: { name: service, port: { name: "http" } } };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name,
      namespace,
      // Not every ingress writes an address into it; whether it routes is asked by logging in.
      annotations: { ...annotations, "pulumi.com/skipAwait": "true" },
    },
    spec: {
      ingressClassName: className,
      ...(tlsSecret !== undefined && { tls: [{ hosts: [host], secretName: tlsSecret }] }),
      rules: [{ host, http: { paths: paths.map((path) => ({ ...path, backend })) } }],
    },
  };
}
