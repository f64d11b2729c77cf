import type { Size } from "../../contracts";
import { toMebibytes } from "../../size";

/** What all pods together are to serve. */
export interface Load {
  /** Sign-ins with a password in a second. */
  readonly loginsPerSecond: number;
  /** Tokens in a second for services that sign in with a secret. @default 0 */
  readonly clientLoginsPerSecond?: number;
  /** Tokens that are refreshed in a second. @default 0 */
  readonly refreshesPerSecond?: number;
}

/** What one pod gets. There is no limit of the processor: Keycloak that is throttled becomes slow at once. */
export interface PodSize {
  /** Thousandths of a core. */
  readonly cpu: number;
  /** In MiB. */
  readonly memory: { readonly request: number; readonly limit: number };
  /** The part of the limit that is for the heap. */
  readonly heapPercent: number;
}

/*
 * The figures are Keycloak's own:
 * https://www.keycloak.org/high-availability/single-cluster/concepts-memory-and-cpu-sizing
 */

/** What one core serves in a second. */
const perCore = { logins: 15, clientLogins: 120, refreshes: 120 };
/** In MB. What a pod needs with the data of realms and 10,000 sessions in memory, and what of it is not heap. */
const memory = { base: 1250, beyondHeap: 300 };
/** The part of its limit that Keycloak takes for the heap by itself. */
export const usualHeapPercent = 70;
/** Starting takes some of a core, too. */
const leastCpu = 100;
/** Less heap than is left of it is too little to start with. */
export const leastMemory = "600 MB";

/**
 * What each of so many pods gets for a load.
 *
 * @param most memory of a pod instead of that of the rule
 */
export function sizeOf(load: Load, replicas: number, most?: Size): PodSize {
  const { loginsPerSecond, clientLoginsPerSecond = 0, refreshesPerSecond = 0 } = load;
  const cores =
    loginsPerSecond / perCore.logins +
    clientLoginsPerSecond / perCore.clientLogins +
    refreshesPerSecond / perCore.refreshes;
  const limit = most === undefined ? limitOf(memory.base) : toMebibytes(most);
  return {
    cpu: Math.max(leastCpu, Math.ceil((cores * 1000) / replicas)),
    memory: { request: Math.min(memory.base, limit), limit },
    heapPercent: Math.min(usualHeapPercent, Math.floor(((limit - memory.beyondHeap) / limit) * 100)),
  };
}

/** The limit with which 70 % of it is the heap that is needed, rounded up to 10 MB as in Keycloak's example. */
const limitOf = (needed: number): number =>
  Math.ceil((needed - memory.beyondHeap) / (usualHeapPercent / 100) / 10) * 10;
