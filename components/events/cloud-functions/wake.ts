import type * as pulumi from "@pulumi/pulumi";
import type { FunctionSpec } from "../../contracts";
import { triggerName } from "../function/trigger-name";
import { push } from "../pubsub/subscription";
import type { DeadLetterTopic } from "./dead-letters";
import { cloudSchedule } from "./schedule";

/** What triggers lead to. */
interface Woken {
  readonly prefix: string;
  readonly region: string;
  /** Address of the function. */
  readonly to: pulumi.Output<string>;
  /** E-mail of the account that it is called as: its own. */
  readonly as: pulumi.Output<string>;
  readonly timeout: number;
  readonly letters: DeadLetterTopic;
}

/** Wakes a function by what it says wakes it. @returns what it is woken by */
export function wake(
  name: string,
  { triggers = [], needs }: FunctionSpec,
  { letters, ...woken }: Woken,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const bus = needs?.bus?.kind === "pubsub" ? needs.bus : undefined;
  const { topic, agent } = letters;
  return triggers.flatMap((trigger): pulumi.Resource[] => {
    const own = triggerName(name, trigger);
    if (trigger.schedule !== undefined) {
      const { schedule: cron, timeZone } = trigger;
      return [cloudSchedule({ ...woken, name: own, cron, timeZone }, opts)];
    }
    if (!bus) return [];
    const { prefix, to, as, timeout } = woken;
    const args = { name: `${prefix}-${own}`, filter: trigger.event, to, as, timeout };
    return [...push(bus, own, { ...args, deadLetters: { topic, agent } }, opts)];
  });
}
