import * as pulumi from "@pulumi/pulumi";
import { disruptionBudget, spreadOver } from "../availability";
import { KubernetesObject, type Manifest } from "../object";
import { lockedContainer, restricted } from "../pod-security";
import { serviceManifest } from "../service";
import type { Ingress } from "./ingress";
import type { KnativeServingArgs } from "./serving";

/** Its provider for Knative is experimental: no domain mappings, no certificates of other namespaces. */
const version = "v3.6.12";

const namespace = "traefik-system";
const labels = { app: "traefik" };
const ports = { web: 8000, internal: 8081, ping: 8082 };

/** Of the IngressClass that is made beside it: what is no Knative Service gets a host name by a plain Ingress. */
const ingressClass = "traefik";

/** Traefik as Knative's network layer: one static program, for machines that cannot pull Envoy. */
export const traefik: Ingress = {
  className: "traefik.ingress.networking.knative.dev",
  namespace,
  ingressClass,
  // Not async in itself: the shape is that of an ingress that fetches its manifests.
  install: (name, args, _source, opts) => Promise.resolve(install(name, args, opts)),
};

function install(
  name: string,
  args: KnativeServingArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const create = (suffix: string, manifest: Manifest, dependsOn: pulumi.Resource[]) =>
    new KubernetesObject(`${name}-${suffix}`, manifest, {
      ...opts,
      dependsOn: [...dependencies(opts), ...dependsOn],
    });
  const space = create("namespace", namespaceManifest(), []);
  const rights = [
    create("account", { apiVersion: "v1", kind: "ServiceAccount", metadata: inNamespace("traefik") }, [
      space,
    ]),
    create("role", clusterRole(), []),
    create("binding", clusterRoleBinding(), []),
  ];
  const routing = create("class", ingressClassManifest(), []);
  const services = [
    create("public", publicService(args), [space]),
    create(
      "private",
      service("traefik-internal", { type: "ClusterIP" }, [
        { name: "http", port: 80, targetPort: "internal" },
      ]),
      [space],
    ),
  ];
  const several =
    replicasOf(args) > 1 ? [create("budget", disruptionBudget("traefik", namespace, labels), [space])] : [];
  const program = create("deployment", deployment(args), [space, ...rights, ...several]);
  return [...services, routing, program];
}

function dependencies(opts: pulumi.CustomResourceOptions): pulumi.Resource[] {
  return [opts.dependsOn ?? []].flat() as pulumi.Resource[];
}

const inNamespace = (name: string) => ({ name, namespace });

function namespaceManifest(): Manifest {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels: restricted } };
}

function ingressClassManifest(): Manifest {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: ingressClass },
    spec: { controller: "traefik.io/ingress-controller" },
  };
}

function clusterRole(): Manifest {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "cakestack:traefik" },
    rules: [
      // Secrets are read for the certificates of routes; the provider asks for them in every namespace.
      { apiGroups: [""], resources: ["services", "secrets"], verbs: ["get", "list", "watch"] },
      {
        apiGroups: ["networking.internal.knative.dev"],
        resources: ["ingresses"],
        verbs: ["get", "list", "watch"],
      },
      { apiGroups: ["networking.internal.knative.dev"], resources: ["ingresses/status"], verbs: ["update"] },
      {
        apiGroups: ["networking.k8s.io"],
        resources: ["ingresses", "ingressclasses"],
        verbs: ["get", "list", "watch"],
      },
      { apiGroups: ["networking.k8s.io"], resources: ["ingresses/status"], verbs: ["update"] },
      { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
      { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
    ],
  };
}

function clusterRoleBinding(): Manifest {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: "cakestack:traefik" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cakestack:traefik" },
    subjects: [{ kind: "ServiceAccount", name: "traefik", namespace }],
  };
}

function publicService({ cluster, nodePort }: KnativeServingArgs): Manifest {
  const type = nodePort === undefined ? "LoadBalancer" : "NodePort";
  // The same port inside as outside, so that a public address means the same to a pod.
  return service("traefik", { type }, [
    { name: "http", port: cluster.ingress.port, targetPort: "web", nodePort },
  ]);
}

const service = (name: string, spec: object, servicePorts: readonly object[]): Manifest =>
  serviceManifest(name, namespace, labels, { ...spec, ports: servicePorts });

const replicasOf = ({ replicas = 1 }: KnativeServingArgs): number => replicas;

function deployment(args: KnativeServingArgs): Manifest {
  const replicas = replicasOf(args);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: inNamespace("traefik"),
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: "traefik",
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65532,
            seccompProfile: { type: "RuntimeDefault" },
          },
          ...(replicas > 1 && { topologySpreadConstraints: spreadOver(labels) }),
          containers: [container(args.ingressImage ?? `docker.io/library/traefik:${version}`)],
        },
      },
    },
  };
}

function container(image: string): object {
  const knative = (option: string) => `--providers.knative.${option}`;
  return {
    name: "traefik",
    image,
    imagePullPolicy: "IfNotPresent",
    args: [
      "--experimental.knative=true",
      "--providers.knative=true",
      knative("publicentrypoints=web"),
      knative("privateentrypoints=internal"),
      // Without both services a route never gets an address.
      knative(`publicservice.name=traefik`),
      knative(`publicservice.namespace=${namespace}`),
      knative(`privateservice.name=traefik-internal`),
      knative(`privateservice.namespace=${namespace}`),
      "--providers.kubernetesingress=true",
      `--providers.kubernetesingress.ingressclass=${ingressClass}`,
      // What has no pod now is unavailable (503): not a place that does not exist (404).
      "--providers.kubernetesingress.allowemptyservices=true",
      `--entrypoints.web.address=:${ports.web}`,
      `--entrypoints.internal.address=:${ports.internal}`,
      // A cold start may take longer than the default; Knative bounds requests itself.
      "--entrypoints.web.transport.respondingtimeouts.readtimeout=0s",
      `--entrypoints.ping.address=:${ports.ping}`,
      "--ping=true",
      "--ping.entrypoint=ping",
      "--global.checknewversion=false",
      "--global.sendanonymoususage=false",
    ],
    ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
    readinessProbe: { httpGet: { path: "/ping", port: "ping" }, periodSeconds: 1 },
    livenessProbe: { httpGet: { path: "/ping", port: "ping" }, initialDelaySeconds: 10 },
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "256Mi" } },
    securityContext: lockedContainer,
  };
}
