import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { usualPorts } from "../../components/address";
import type { Cluster } from "../../components/contracts";
import { nodeImage } from "../../components/images/node";
import type { KubeconfigConfig } from "../config";
import { knativeRelease, type Settings } from "../presets";
import { hostDomain } from "./domain";
import { loadKubeconfig, type ClusterAccess } from "./kubeconfig";
import { localPlatform } from "./local";
import type { Brought } from "../platform";
import { preflight } from "./preflight";

/** Of a machine with two cores this leaves room for twenty pods of functions beside everything else. */
const localShare = 0.25;

/** What the local platform has made itself; nothing for a cluster that pulls the official parts. */
export function brought({ cluster }: Settings, env: NodeJS.ProcessEnv = process.env): Brought {
  if (cluster.kind !== "local") return {};
  const platform = localPlatform(env);
  const { knative, ingressNodePort, domain } = platform;
  const { postgresImage, flywayImage, keycloakImage, spicedbImage, zedImage } = platform;
  return {
    knative: { nodePort: ingressNodePort, processorShare: localShare, ...knative },
    eventing: platform.eventing,
    database: { postgres: postgresImage, flyway: flywayImage },
    identity: {
      // Not every program here resolves names below it.
      adminHost: domain,
      image:
        keycloakImage === undefined
          ? undefined
          : { name: keycloakImage, engine: "postgres", build: "optimized" },
    },
    authorization: {
      ...(spicedbImage !== undefined && { spicedb: spicedbImage }),
      ...(zedImage !== undefined && { zed: zedImage }),
    },
  };
}

interface Found extends Omit<Cluster, "kubeconfig"> {
  readonly access: ClusterAccess;
  /** The release of Knative to check the cluster for; undefined where it fits by construction, or none comes. */
  readonly knative?: string;
}

/**
 * Finds the cluster that the settings choose and sees that it answers and is new enough.
 * @param env the process environment: CAKE_HOME, CAKE_INSTANCE, KUBECONFIG, HOME
 * @throws RunError before any resource is made
 */
export async function connect(settings: Settings, env: NodeJS.ProcessEnv = process.env): Promise<Cluster> {
  const { access, knative, ingress, ...rest } = await find(settings, env);
  const domain = hostDomain(settings.domain, ingress.domain);
  await preflight(access, knative);
  return { ...rest, ingress: { ...ingress, domain }, kubeconfig: pulumi.secret(access.kubeconfig) };
}

function find(settings: Settings, env: NodeJS.ProcessEnv): Promise<Found> {
  const { cluster } = settings;
  switch (cluster.kind) {
    case "local":
      return findLocal(env);
    case "kubeconfig":
      return findExisting(cluster, settings, env);
    default:
      return cluster satisfies never;
  }
}

async function findLocal(env: NodeJS.ProcessEnv): Promise<Found> {
  const platform = localPlatform(env);
  return {
    access: await loadKubeconfig(platform.kubeconfig),
    ingress: { domain: platform.domain, scheme: "http", port: platform.ingressPort },
    storageClass: platform.storageClass,
    images: platform.images,
    egressCidrs: platform.egressCidrs ?? [],
  };
}

async function findExisting(
  config: KubeconfigConfig,
  settings: Settings,
  env: NodeJS.ProcessEnv,
): Promise<Found> {
  return {
    access: await loadKubeconfig(kubeconfigPath(config.path, env), config.context),
    knative: releaseOf(settings),
    ingress: {
      domain: config.domain,
      scheme: config.scheme,
      port: config.port ?? usualPorts[config.scheme],
    },
    storageClass: config.storageClass,
    images: { kind: "registry", prefix: config.registry, base: nodeImage },
    egressCidrs: config.egressCidrs ?? [],
  };
}

/** The release of Knative that comes onto it; undefined where none does, or the configuration does not say which. */
function releaseOf({ functions }: Settings): string | undefined {
  if (functions.kind !== "knative") return undefined;
  return functions.manifests ? functions.manifests.release : knativeRelease;
}

/** The kubeconfig that is configured, or else the user's own. */
export function kubeconfigPath(configured: string | undefined, env: NodeJS.ProcessEnv): string {
  const home = env.HOME ?? os.homedir();
  const first = env.KUBECONFIG?.split(path.delimiter).find((one) => one !== "");
  const chosen = configured ?? first ?? path.join(home, ".kube", "config");
  return path.resolve(chosen.replace(/^~(?=\/)/, home));
}
