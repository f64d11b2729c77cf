import type { FunctionPlatform, FunctionSpec } from "../../contracts";
import type { Check } from "../../problems";
import { limits } from "./limits";

/** What kind of platform a function is on, and what it can reach from there. */
export type Place = Pick<FunctionPlatform, "kind" | "reach"> & {
  /** What its name there begins with. @default – nothing */
  readonly prefix?: string;
};

/** In the cluster itself. */
export const besidePods: Place = { kind: "knative", reach: { cluster: true, internet: true } };

/** What a function needs that its platform does not reach: nothing of it would answer. */
export function reachChecks({ needs, code, scale }: FunctionSpec, { kind, reach }: Place): Check[] {
  const { title, bus, images, warm } = limits[kind];
  const elsewhere = `functions on ${title} do not reach`;
  return [
    [
      needs?.bus !== undefined && needs.bus.kind !== bus,
      `needs.bus is of kind ${needs?.bus?.kind}, which ${elsewhere}. Allowed: a bus of kind ${bus}.`,
    ],
    [
      !reach.cluster && needs?.database !== undefined && needs.database.url === undefined,
      `needs.database is in the cluster, or has no address beyond it, which ${elsewhere}. Allowed: one on the internet, ` +
        "such as CockroachDB Cloud. Choose that, or run the function on Knative.",
    ],
    [
      kind === "knative" && needs?.database !== undefined && needs.database.secret === undefined,
      "needs.database is a connection for functions outside of the cluster. Make it with the namespace of functions.",
    ],
    [
      !reach.cluster && needs?.authorization !== undefined,
      `needs.authorization is a SpiceDB in the cluster, which ${elsewhere}. Take it out, or run the function on Knative.`,
    ],
    [
      !images && code.image !== undefined,
      `code.image is "${code.image}", and ${title} runs no images that serve HTTP. Allowed: code.source.`,
    ],
    [
      !warm && (scale?.min ?? 0) > 0,
      `scale.min is ${scale?.min}, and ${title} keeps none running while nobody calls. Allowed: 0. Leave it out.`,
    ],
  ];
}
