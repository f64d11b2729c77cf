import type * as pulumi from "@pulumi/pulumi";
import type { FunctionSpec } from "../../contracts";
import { registerTypes, schedule, subscribe } from "../bus";
import { sourceOf } from "./source";
import { triggerName } from "./trigger-name";

/**
 * Wakes a function by what it says wakes it, and registers what it publishes.
 *
 * @param to name of its Knative Service, known once that is there
 * @param opts with the function as the parent
 * @returns what it is woken by
 */
export function wake(
  name: string,
  { triggers = [], publishes = [], needs }: FunctionSpec,
  { to, namespace }: { readonly to: pulumi.Input<string>; readonly namespace: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const bus = needs?.bus?.kind === "knative" ? needs.bus : undefined;
  if (bus) registerTypes(bus, { publisher: name, source: sourceOf(name), types: publishes }, opts);
  return triggers.flatMap((trigger) => {
    const common = { name: triggerName(name, trigger), to };
    if (trigger.event) return bus ? [subscribe(bus, { ...common, filter: trigger.event }, opts)] : [];
    const { schedule: cron, timeZone } = trigger;
    // The bus tells its namespace once it is there: whatever sends schedules is there, too.
    const place = { kind: "knative", namespace: bus?.namespace ?? namespace } as const;
    return [schedule(place, { ...common, cron, timeZone }, opts)];
  });
}
