import type { Size } from "../../contracts";
import { toMebibytes } from "../../size";

/** What a month costs nothing, for all Basic clusters of an organization together. */
export const free = { requestUnits: 50_000_000, storage: "10 GB" } as const;

/** The smallest cluster of plan Standard. */
export const leastVcpus = 2;

/** How a cluster is bounded. Exceeding it is impossible, so that it bounds what it costs, too. */
export type Plan =
  | {
      readonly plan: "basic";
      /**
       * Request units a month at most. The cluster is disabled for the rest of the month when they are used up.
       * @default 50,000,000, the free ones
       */
      readonly requestUnits?: number;
      /** Storage at most. Only deleting is possible when it is full. @default "10 GB", which is free */
      readonly storage?: Size;
      readonly vcpus?: undefined;
    }
  | {
      readonly plan: "standard";
      /** Provisioned processors. When they are busy, requests take longer. @default 2 */
      readonly vcpus?: number;
      readonly requestUnits?: undefined;
      readonly storage?: undefined;
    };

/** Limits as the provider takes them. */
export function usageLimitsOf(plan: Plan) {
  if (plan.plan === "standard") return { provisionedVirtualCpus: plan.vcpus ?? leastVcpus };
  const { requestUnits = free.requestUnits, storage = free.storage } = plan;
  return { requestUnitLimit: requestUnits, storageMibLimit: toMebibytes(storage) };
}

/** Connections that are good for the cluster: Basic wants fewer than five, Standard four for each processor. */
export function connectionsFor(plan: Plan): number {
  return plan.plan === "basic" ? 4 : 4 * (plan.vcpus ?? leastVcpus);
}
