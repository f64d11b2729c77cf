import { Queue } from "@pulumi/aws/sqs/queue";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy";
import * as pulumi from "@pulumi/pulumi";
import { fromRules } from "./policies";

/** As long as SQS keeps anything, in seconds: two weeks. */
const retention = 14 * 24 * 3600;

/** How many times a call's own time somebody else does not see a letter that is being handled, as AWS recommends. */
const margin = 6;

/** Where events are kept that a function could not handle: encrypted, for two weeks. */
export class DeadLetterQueue {
  readonly arn: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;

  constructor(
    private readonly name: string,
    physical: string,
    timeout: number,
    private readonly opts: pulumi.CustomResourceOptions,
  ) {
    const queue = new Queue(
      `${name}-dead`,
      {
        name: `${physical}-dead`,
        messageRetentionSeconds: retention,
        visibilityTimeoutSeconds: timeout * margin,
        sqsManagedSseEnabled: true,
      },
      opts,
    );
    this.arn = queue.arn;
    this.url = queue.url;
  }

  /** Lets rules put what they could not deliver into it. @param rules their ARNs */
  takeFrom(rules: readonly pulumi.Output<string>[]): void {
    if (rules.length === 0) return;
    new QueuePolicy(
      `${this.name}-dead`,
      {
        queueUrl: this.url,
        policy: pulumi.all([this.arn, ...rules]).apply(([queue, ...arns]) => fromRules(queue!, arns)),
      },
      this.opts,
    );
  }
}
