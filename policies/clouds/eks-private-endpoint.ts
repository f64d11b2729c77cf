import { resourcePolicy, type Finding } from "../policy";
import { at, isOneOf, items, shown, UNKNOWN, type Properties, type Value } from "../value";
import { byType } from "./by-type";

/** A network with fewer bits than this is a good part of the internet: two of `/1` are all of it. */
const fewestBits = 8;

const isNarrow = (network: Value): boolean =>
  network === UNKNOWN ||
  (typeof network === "string" && Number(/^[\da-fA-F.:]+\/(\d{1,3})$/.exec(network)?.[1]) >= fewestBits);

function* wideNetworks(path: string, networks: Value, inside?: string): Iterable<Finding> {
  for (const [index, item] of items(networks).entries()) {
    const network = inside === undefined ? item : at(item, inside);
    if (isNarrow(network)) continue;
    yield {
      at: inside === undefined ? `${path}[${index}]` : `${path}[${index}].${inside}`,
      problem: `is ${shown(network)}, which lets a good part of the internet reach the API server`,
      fix: "Name the networks that you come from, such as 203.0.113.0/24, or close the public endpoint",
    };
  }
}

/** EKS has a public endpoint for everybody, and no private one, where nothing is said. */
function* eks(properties: Properties): Iterable<Finding> {
  const open = at(properties, "vpcConfig", "endpointPublicAccess");
  const networks = at(properties, "vpcConfig", "publicAccessCidrs");
  const isNamed = networks === UNKNOWN || items(networks).length > 0;
  if (!isOneOf(open, [false]) && !isNamed)
    yield {
      at: "vpcConfig.endpointPublicAccess",
      problem: `is ${shown(open)}, and no publicAccessCidrs say from where: everybody reaches the API server`,
      fix: "Set vpcConfig.endpointPublicAccess to false, or vpcConfig.publicAccessCidrs to the networks that you come from",
    };
  if (!isOneOf(open, [false])) yield* wideNetworks("vpcConfig.publicAccessCidrs", networks);
  const inside = at(properties, "vpcConfig", "endpointPrivateAccess");
  if (!isOneOf(inside, [true]))
    yield {
      at: "vpcConfig.endpointPrivateAccess",
      problem: `is ${shown(inside)}, so that nodes go over the internet to reach the API server`,
      fix: "Set vpcConfig.endpointPrivateAccess to true",
    };
}

/**
 * GKE has a public endpoint for everybody where nothing is said. Its DNS endpoint may stay: IAM lets nobody through to the
 * API server there who has no permission for it.
 */
function* gke(properties: Properties): Iterable<Finding> {
  if (
    isOneOf(at(properties, "privateClusterConfig", "enablePrivateEndpoint"), [true]) ||
    isOneOf(at(properties, "controlPlaneEndpointsConfig", "ipEndpointsConfig", "enabled"), [false])
  )
    return;
  const authorized = at(properties, "masterAuthorizedNetworksConfig");
  if (authorized === undefined) {
    yield {
      at: "masterAuthorizedNetworksConfig",
      problem:
        "is missing, and so is privateClusterConfig.enablePrivateEndpoint: everybody reaches the API server",
      fix:
        "Set privateClusterConfig.enablePrivateEndpoint to true, controlPlaneEndpointsConfig.ipEndpointsConfig.enabled to false, " +
        "or masterAuthorizedNetworksConfig.cidrBlocks to the networks that you come from",
    };
    return;
  }
  // Without any, only the cluster's own network may come.
  yield* wideNetworks("masterAuthorizedNetworksConfig.cidrBlocks", at(authorized, "cidrBlocks"), "cidrBlock");
  const google = at(authorized, "gcpPublicCidrsAccessEnabled");
  if (!isOneOf(google, [undefined, false]))
    yield {
      at: "masterAuthorizedNetworksConfig.gcpPublicCidrsAccessEnabled",
      problem: `is ${shown(google)}, which lets every machine of every customer of Google Cloud reach the API server`,
      fix: "Set masterAuthorizedNetworksConfig.gcpPublicCidrsAccessEnabled to false",
    };
}

export const eksPrivateEndpoint = resourcePolicy({
  name: "eks-private-endpoint",
  description: "The API server of a cluster on EKS or GKE is reached from named networks only.",
  why: "Whoever reaches an API server can try stolen credentials, and the next flaw in it, before anybody has patched it.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
  ...byType({ "aws:eks/cluster:Cluster": eks, "gcp:container/cluster:Cluster": gke }),
});
