import { at, UNKNOWN, type Value } from "../../value";

/** What a budget says of how many pods may go. */
export interface Allowance {
  /** The field that says it. */
  readonly at: "spec" | "spec.maxUnavailable" | "spec.minAvailable";
  readonly value: Value;
  /** How many may go while all of them work; undefined: the field says nothing that can be read. */
  readonly pods: number | undefined;
}

/**
 * How many of the pods of a budget may go at a time, as Kubernetes counts.
 *
 * @param total of its pods; Infinity where nobody knows
 * @returns undefined where the budget is not known yet
 */
export function allowanceOf(budget: Value, total: number): Allowance | undefined {
  const [most, least] = ["maxUnavailable", "minAvailable"].map((field) => at(budget, "spec", field));
  if (most === UNKNOWN || (most === undefined && least === UNKNOWN)) return undefined;
  if (most !== undefined) return { at: "spec.maxUnavailable", value: most, pods: share(most, total) };
  if (least === undefined) return { at: "spec", value: undefined, pods: 0 };
  const kept = share(least, total);
  return { at: "spec.minAvailable", value: least, pods: kept === undefined ? undefined : total - kept };
}

/** A number, or a percentage of all, rounded up: 80 % of two pods is both. */
function share(value: Value, total: number): number | undefined {
  if (typeof value === "number") return Number.isInteger(value) && value >= 0 ? value : undefined;
  const [, percent] = typeof value === "string" ? (/^(\d+)%$/.exec(value) ?? []) : [];
  return percent === undefined ? undefined : Math.ceil((total * Number(percent)) / 100);
}
