import { kind } from "../kubernetes";
import { resourcePolicy } from "../policy";
import { at, isOneOf, shown, UNKNOWN, type Properties, type Value } from "../value";

/**
 * What is reached from inside of the cluster only. An ExternalName opens nothing: it is another name of something, and
 * Knative makes one for every function.
 */
const innerTypes = [undefined, "ClusterIP", "ExternalName"];

/** Services are for the inside, save those that are named. */
export const publicService = resourcePolicy({
  name: "public-service",
  description: "No Service is reached from outside of the cluster, save those that are allowed by name.",
  why: "A load balancer, a port of the nodes or an external address leads to the pods past ingress, TLS and sign-in.",
  link: "https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types",
  options: {
    allowed: {
      description: "Services that may be public, each as namespace/name.",
      type: "array",
      items: { type: "string" },
      default: [] as readonly string[],
    },
  },
  concerns: kind("core", "Service"),
  *check({ properties }, { options: { allowed } }) {
    const name = nameOf(properties);
    if (isOneOf(name, allowed)) return;
    const optIn = `or add ${shown(name)} to the allowed Services of public-service`;
    const type = at(properties, "spec", "type");
    if (!isOneOf(type, innerTypes))
      yield {
        at: "spec.type",
        problem: `is ${shown(type)}, which opens the Service to the outside`,
        fix: `Set it to ClusterIP and route to it through the ingress, ${optIn}`,
      };
    const addresses = at(properties, "spec", "externalIPs");
    if (!isOneOf(addresses, [undefined]) && !(Array.isArray(addresses) && addresses.length === 0))
      yield {
        at: "spec.externalIPs",
        problem: `is ${shown(addresses)}, which opens the Service to the outside`,
        fix: `Leave it out and route to it through the ingress, ${optIn}`,
      };
  },
});

/** As the option has it. */
function nameOf({ metadata }: Properties): Value {
  const namespace = at(metadata, "namespace") ?? "default";
  const name = at(metadata, "name");
  return namespace === UNKNOWN || name === UNKNOWN ? UNKNOWN : `${plain(namespace)}/${plain(name)}`;
}

const plain = (value: Value): string => (typeof value === "string" ? value : shown(value));
