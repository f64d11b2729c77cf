import { kind, kindOf } from "../../kubernetes";
import type { Resource } from "../../policy";
import { at, isOneOf, shown } from "../../value";
import type { Opening } from "./opening";

export const isKnative = kind("serving.knative.dev", "Service", "Route", "DomainMapping");

const label = "networking.knative.dev/visibility";

/** Knative gives everything a public address that does not say otherwise. */
export function* knativeOpenings({ type, properties }: Resource): Iterable<Opening> {
  if (kindOf(type)?.kind === "DomainMapping") {
    const name = at(properties, "spec", "ref", "name");
    yield {
      name,
      at: "spec.ref",
      problem: `has a public address of its own, by which anybody may call the function`,
      fix: "Leave the DomainMapping out",
    };
    return;
  }
  const visibility = at(properties, "metadata", "labels", label);
  if (isOneOf(visibility, ["cluster-local"])) return;
  const name = at(properties, "metadata", "name");
  yield {
    name,
    at: `metadata.labels["${label}"]`,
    problem: `is ${shown(visibility)}, so that anybody on the internet may call the function`,
    fix: `Set metadata.labels["${label}"] to "cluster-local"`,
  };
}
