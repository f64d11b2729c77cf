import * as path from "node:path";

/** What a file of a release is made from: a folder, or a file, of a module. */
export interface KnativeSource {
  readonly module: string;
  readonly path: string;
}

/** A release of a part of Knative, as its own scripts put it together from its modules. */
export interface KnativeRelease {
  readonly part: "serving" | "eventing";
  /** A release number. Its sources are those of the module's version. */
  readonly version: string;
  /** Programs that are built here: paths below `cmd` of the part's module. */
  readonly commands: readonly string[];
  /** Programs that are not: the files that run them are left out, and what only names them names no image. */
  readonly absent: readonly string[];
  /** Sources of each file. Definitions of resources are in those that say so, and in no others. */
  readonly files: Readonly<
    Record<string, { readonly definitions?: "only" | "none"; readonly from: readonly KnativeSource[] }>
  >;
}

const servingCore = [
  { module: "knative.dev/serving", path: "config/core" },
  ...["certificate", "config-network", "domain-claim", "ingress", "serverlessservice"].map((name) => ({
    module: "knative.dev/networking",
    path: `config/${name}.yaml`,
  })),
  { module: "knative.dev/caching", path: "config/image.yaml" },
];

/** Of the module knative.dev/serving v0.49.0. */
export const serving: KnativeRelease = {
  part: "serving",
  version: "1.22.0",
  commands: ["activator", "autoscaler", "controller", "webhook", "queue"],
  absent: [],
  files: {
    "serving-crds.yaml": { definitions: "only", from: servingCore },
    "serving-core.yaml": { definitions: "none", from: servingCore },
  },
};

const fromEventing = (folder: string): KnativeSource => ({ module: "knative.dev/eventing", path: folder });

/** Of the module knative.dev/eventing v0.50.0. */
export const eventing: KnativeRelease = {
  part: "eventing",
  version: "1.23.0",
  commands: [
    "controller",
    "webhook",
    "mtping",
    "mtchannel_broker",
    "broker/ingress",
    "broker/filter",
    "in_memory/channel_controller",
    "in_memory/channel_dispatcher",
  ],
  absent: ["jobsink", "requestreply", "apiserver_receive_adapter", "auth_proxy"],
  files: {
    "eventing-crds.yaml": { definitions: "only", from: [fromEventing("config/core")] },
    "eventing-core.yaml": {
      definitions: "none",
      from: [fromEventing("config/core"), fromEventing("third_party/eventing-integrations-latest")],
    },
    "in-memory-channel.yaml": { from: [fromEventing("config/channels/in-memory-channel")] },
    "mt-channel-broker.yaml": { from: [fromEventing("config/brokers/mt-channel-broker")] },
  },
};

/** Name of a program, and of its image: the last part of its path. */
export const programOfCommand = (command: string): string => path.basename(command);

/** Name and tag of the local platform's image of a program. */
export const knativeImage = ({ part, version }: KnativeRelease, command: string) => ({
  name: `dev.local/knative-${part}/${programOfCommand(command)}`,
  tag: `v${version}`,
});
