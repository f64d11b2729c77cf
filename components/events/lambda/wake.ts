import { EventSourceMapping } from "@pulumi/aws/lambda/eventSourceMapping";
import type { Function as Lambda } from "@pulumi/aws/lambda/function";
import type * as pulumi from "@pulumi/pulumi";
import type { FunctionPlatform, FunctionSpec } from "../../contracts";
import { lambdaSchedule } from "../eventbridge/schedule";
import { rule } from "../eventbridge/subscription";
import { triggerName } from "../function/trigger-name";
import type { DeadLetterQueue } from "./dead-letters";

/** What triggers lead to. */
interface Woken {
  readonly platform: Pick<Extract<FunctionPlatform, { kind: "lambda" }>, "prefix">;
  readonly lambda: Lambda;
  readonly letters: DeadLetterQueue;
}

/** Dead letters that come back at a time. */
const batch = 10;

/** Wakes a function by what it says wakes it. @returns what it is woken by */
export function wake(
  name: string,
  { triggers = [], needs }: FunctionSpec,
  { platform: { prefix }, lambda, letters }: Woken,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const bus = needs?.bus?.kind === "eventbridge" ? needs.bus : undefined;
  const common = (one: (typeof triggers)[number]) => ({
    name: triggerName(name, one),
    to: lambda.arn,
    deadLetters: letters.arn,
  });
  const rules = triggers.flatMap((one) =>
    one.event && bus ? [rule(bus, { ...common(one), filter: one.event }, opts)] : [],
  );
  const schedules = triggers.flatMap((one) =>
    one.schedule === undefined
      ? []
      : [lambdaSchedule({ ...common(one), prefix, cron: one.schedule, timeZone: one.timeZone }, opts)],
  );
  letters.takeFrom(rules.map((made) => made.rule.arn));
  return [...rules.map(({ target }) => target), ...schedules, replay(name, lambda, letters, opts)];
}

/** The way back for dead letters. It is closed until somebody opens it, and the next update closes it again. */
const replay = (
  name: string,
  lambda: Lambda,
  letters: DeadLetterQueue,
  opts: pulumi.CustomResourceOptions,
): EventSourceMapping =>
  new EventSourceMapping(
    `${name}-dead`,
    {
      functionName: lambda.name,
      eventSourceArn: letters.arn,
      enabled: false,
      batchSize: batch,
      functionResponseTypes: ["ReportBatchItemFailures"],
    },
    opts,
  );
