import { resourcePolicy, type Finding } from "../policy";
import { at, isOneOf, items, shown, type Properties, type Value } from "../value";
import { alike, byType } from "./by-type";

/** An instance's own, and one more for its containers. */
const hops = [1, 2];

/** What is wrong with options of instances. @param path where they are, with a dot at its end */
function* options(path: string, value: Value, fewest: readonly Value[]): Iterable<Finding> {
  if (isOneOf(at(value, "httpEndpoint"), ["disabled"])) return;
  const tokens = at(value, "httpTokens");
  if (!isOneOf(tokens, ["required"]))
    yield {
      at: `${path}httpTokens`,
      problem: `is ${shown(tokens)}, so that credentials are given to whoever makes an instance send one request`,
      fix: `Set ${path}httpTokens to "required"`,
    };
  const limit = at(value, "httpPutResponseHopLimit");
  if (!isOneOf(limit, [...fewest, ...hops]))
    yield {
      at: `${path}httpPutResponseHopLimit`,
      problem: `is ${shown(limit)}, which lets credentials travel further than to a container of the instance`,
      fix: `Set ${path}httpPutResponseHopLimit to 1, or to 2 for containers`,
    };
}

/** What is not said is 1 or 2, as the image has it. */
const instance = (properties: Properties): Iterable<Finding> =>
  options("metadataOptions.", at(properties, "metadataOptions"), [undefined]);

/** Of all instances in a region; -1 is no opinion. */
const defaults = (properties: Properties): Iterable<Finding> => options("", properties, [undefined, -1]);

function* spotFleet(properties: Properties): Iterable<Finding> {
  const specifications = at(properties, "launchSpecifications");
  if (items(specifications).length > 0)
    yield {
      at: "launchSpecifications",
      problem: "has no way to ask for tokens, so that credentials are given without",
      fix: 'Describe the instances in launchTemplateConfigs, by a LaunchTemplate whose metadataOptions.httpTokens is "required"',
    };
}

/** What is wrong with nodes of GKE, unless nothing is known of them. */
function* nodes(path: string, value: Value): Iterable<Finding> {
  const mode = at(value, "workloadMetadataConfig", "mode");
  if (isOneOf(mode, ["GKE_METADATA"])) return;
  yield {
    at: `${path}.workloadMetadataConfig.mode`,
    problem: `is ${shown(mode)}, so that each pod can have the credentials of its node`,
    fix: `Set ${path}.workloadMetadataConfig.mode to "GKE_METADATA"`,
  };
}

function* cluster(properties: Properties): Iterable<Finding> {
  // Autopilot has it always, and nodes that are removed at once are nobody's.
  const hasNone = ["enableAutopilot", "removeDefaultNodePool"].some((name) =>
    isOneOf(at(properties, name), [true]),
  );
  if (hasNone) return;
  const pools = at(properties, "nodePools");
  if (pools === undefined) yield* nodes("nodeConfig", at(properties, "nodeConfig"));
  for (const [index, pool] of items(pools).entries())
    yield* nodes(`nodePools[${index}].nodeConfig`, at(pool, "nodeConfig"));
}

export const instanceMetadata = resourcePolicy({
  name: "instance-metadata",
  description:
    "Machines on AWS give credentials for a token only, and nodes on GKE none of their own to pods.",
  why: "Metadata of a machine is credentials: whoever makes a program on it fetch an address of his choice has them.",
  link: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html",
  ...byType({
    ...alike(
      instance,
      "aws:ec2/instance:Instance",
      "aws:ec2/launchConfiguration:LaunchConfiguration",
      "aws:ec2/launchTemplate:LaunchTemplate",
      "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    ),
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults": defaults,
    "aws:ec2/spotFleetRequest:SpotFleetRequest": spotFleet,
    "gcp:container/cluster:Cluster": cluster,
    "gcp:container/nodePool:NodePool": (properties) => nodes("nodeConfig", at(properties, "nodeConfig")),
  }),
});
