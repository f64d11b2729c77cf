import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";
import { Permission } from "@pulumi/aws/lambda/permission";
import type * as pulumi from "@pulumi/pulumi";
import type { EventBus, EventFilter } from "../../contracts";
import { patternOf } from "./pattern";

type Bus = Extract<EventBus, { kind: "eventbridge" }>;

export interface RuleArgs {
  /** Unique among the rules of the bus. */
  readonly name: string;
  readonly filter: EventFilter;
  /** ARN of the function. */
  readonly to: pulumi.Input<string>;
  /** ARN of a queue for what EventBridge cannot deliver to it. @default – it is lost after a day */
  readonly deadLetters?: pulumi.Input<string>;
}

/** A rule, and its target: events reach the function once that is there. */
export interface Rule {
  readonly rule: EventRule;
  readonly target: EventTarget;
}

/** A rule that gives the events of a bus to a function, which it may call for that. */
export function rule(bus: Bus, args: RuleArgs, opts: pulumi.CustomResourceOptions): Rule {
  const { name, filter, to, deadLetters } = args;
  const made = new EventRule(
    name,
    { name, eventBusName: bus.name, eventPattern: JSON.stringify(patternOf(filter)) },
    opts,
  );
  const may = new Permission(
    `${name}-permission`,
    {
      action: "lambda:InvokeFunction",
      function: to,
      principal: "events.amazonaws.com",
      sourceArn: made.arn,
      statementId: name,
    },
    opts,
  );
  const target = new EventTarget(
    `${name}-target`,
    {
      rule: made.name,
      eventBusName: bus.name,
      arn: to,
      targetId: name,
      ...(deadLetters !== undefined && { deadLetterConfig: { arn: deadLetters } }),
    },
    { ...opts, dependsOn: may },
  );
  return { rule: made, target };
}
