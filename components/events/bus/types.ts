import { createHash } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";
import type { EventBus, KnativeEventBus } from "../../contracts";
import { attributesOf } from "../../kubernetes/knative/event-type";
import { KubernetesObject, type Manifest } from "../../kubernetes/object";
import { refuse } from "../../refuse";
import { patience } from "./patience";
import { typesProblems } from "./problems";

export interface TypesArgs {
  /** Who publishes them: the name of a function. */
  readonly publisher: string;
  /** What its events name as their source. */
  readonly source: pulumi.Input<string>;
  readonly types: readonly string[];
}

/**
 * Registers the types of the events that a function publishes, for whoever looks for what there is on a bus
 * (`kubectl get eventtypes`). Nothing depends on it: events of other types are delivered, too. Buses of other kinds keep no
 * such list.
 *
 * @throws ResourceError naming every argument that is wrong
 */
export function registerTypes(
  bus: EventBus,
  args: TypesArgs,
  opts: pulumi.CustomResourceOptions = {},
): pulumi.Resource[] {
  refuse(`types of ${args.publisher}`, typesProblems(args), opts.parent);
  switch (bus.kind) {
    case "knative":
      return args.types.map((type) => {
        const name = objectName(args.publisher, type);
        return new KubernetesObject(name, typeManifest(bus, name, args.source, type), {
          ...patience,
          ...opts,
        });
      });
    case "eventbridge":
    case "pubsub":
      return [];
    default:
      return bus satisfies never;
  }
}

/** The longest name of an object in Kubernetes. */
const longest = 253;

/** A name for an object: unique, because what does not fit into one is told by a hash. */
export function objectName(publisher: string, type: string): string {
  const plain = `${publisher}.${type}`;
  if (
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(plain) &&
    plain.length <= longest
  )
    return plain;
  return `${publisher}-${createHash("sha256").update(type).digest("hex").slice(0, 12)}`;
}

function typeManifest(
  { broker, namespace }: Pick<KnativeEventBus, "broker" | "namespace">,
  name: string,
  source: pulumi.Input<string>,
  type: string,
): Manifest {
  return {
    apiVersion: "eventing.knative.dev/v1beta3",
    kind: "EventType",
    metadata: { name, namespace, annotations: { "pulumi.com/waitFor": "condition=Ready" } },
    spec: {
      reference: { apiVersion: "eventing.knative.dev/v1", kind: "Broker", name: broker, namespace },
      attributes: attributesOf(type, source),
    },
  };
}
