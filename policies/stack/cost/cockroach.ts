import { monthlyCost } from "../../../components/cockroach/cost";
import { types, type Finding, type Resource } from "../../policy";
import { at, shown, UNKNOWN, type Value } from "../../value";

/** Whether it is a cluster of CockroachDB Cloud. */
export const isCockroach = types("cockroach:index/cluster:Cluster");

/** What a cluster may cost at most, or what is missing for anybody to say so. */
export type Bound =
  | { readonly aMonth: number; readonly words: string; readonly finding?: undefined }
  | { readonly finding: Finding; readonly aMonth?: undefined };

/** By its usage limits. One whose limits are not known yet costs nothing for now. */
export function cockroachBound({ properties }: Resource): Bound {
  const plan = at(properties, "plan");
  const serverless = at(properties, "serverless");
  const limits = at(serverless, "usageLimits");
  const cents = at(serverless, "spendLimit");
  const requestUnits = at(limits, "requestUnitLimit");
  const mebibytes = at(limits, "storageMibLimit");
  if ([plan, cents, requestUnits, mebibytes].includes(UNKNOWN)) return priced(0);
  if (plan !== undefined && plan !== "BASIC") return { finding: priceless(plan) };
  if (isAmount(cents)) return priced(cents / 100);
  if (!isAmount(requestUnits)) return { finding: unlimited("requestUnitLimit", requestUnits) };
  if (!isAmount(mebibytes)) return { finding: unlimited("storageMibLimit", mebibytes) };
  const storage = `${Math.max(1, mebibytes)} MB` as const;
  return priced(monthlyCost({ plan: "basic", requestUnits, storage }).atMost ?? 0);
}

const isAmount = (value: Value): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0;

const priced = (aMonth: number): Bound => ({ aMonth, words: "CockroachDB, by its usage limits" });

const unlimited = (limit: string, found: Value): Finding => ({
  at: `serverless.usageLimits.${limit}`,
  problem: `is ${shown(found)}, so that nothing caps what the cluster costs`,
  fix: `Set serverless.usageLimits.${limit} to a whole number`,
});

const priceless = (plan: Value): Finding => ({
  at: "plan",
  problem: `is ${shown(plan)}, whose price depends on cloud, region and size, and is not known here`,
  fix: 'Set plan to "BASIC" with usage limits',
});
