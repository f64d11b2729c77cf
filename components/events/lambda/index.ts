import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { Function as Lambda } from "@pulumi/aws/lambda/function";
import * as pulumi from "@pulumi/pulumi";
import type { DeployedFunction, FunctionPlatform, FunctionSpec } from "../../contracts";
import { refuse } from "../../refuse";
import { toMebibytes } from "../../size";
import { bundleInput, takeBundle } from "../function/bundle";
import { withNeeds } from "../function/needs";
import { problemsOf } from "../function/problems";
import { defaults, scaleOf, timeoutSeconds, visibilityOf } from "../function/service";
import { sourceOf } from "../function/source";
import { DeadLetterQueue } from "./dead-letters";
import { policyOf, statementsOf, trustOf } from "./policies";
import { publicUrl } from "./url";
import { variablesOf } from "./variables";
import { wake } from "./wake";

type Platform = Omit<Extract<FunctionPlatform, { kind: "lambda" }>, "kind">;

export interface LambdaFunctionArgs extends FunctionSpec {
  readonly platform: Platform;
}

/** Of Node 24, as the image that functions are built on elsewhere. */
const runtime = "nodejs24.x";

/**
 * A function on AWS Lambda, from source: bundled into one file, on ARM processors, in a role of its own that may do what its
 * declaration says and nothing else. Everyone reaches it at a function URL; one that is visible to the cluster only, or has
 * triggers, has none and is called by its ARN, and keeps the events that it cannot handle.
 *
 * @example new LambdaFunction("hello", { platform, code: { source: "examples/hello" } }, { provider })
 *
 * @throws ResourceError naming every argument that is wrong
 */
export class LambdaFunction extends pulumi.ComponentResource implements DeployedFunction {
  readonly url: pulumi.Output<string | undefined>;
  readonly innerUrl: pulumi.Output<string>;

  constructor(name: string, args: LambdaFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:events:LambdaFunction", name, {}, opts);
    const { platform, ...asked } = args;
    const place = { ...platform, kind: "lambda" } as const;
    refuse(`function ${name}`, problemsOf(name, asked, [], place), this);
    const spec = withNeeds(name, asked, platform.reach);
    const physical = `${platform.prefix}-${name}`;
    const child = { parent: this };

    const logs = new LogGroup(
      `${name}-logs`,
      { name: `/aws/lambda/${physical}`, retentionInDays: platform.logDays },
      child,
    );
    // Who calls it by its ARN may leave an event and go, whatever triggers it has.
    const letters =
      visibilityOf(spec) === "cluster"
        ? new DeadLetterQueue(name, physical, timeoutSeconds(spec), child)
        : undefined;
    const role = new Role(
      `${name}-role`,
      { name: physical, assumeRolePolicy: trustOf("lambda.amazonaws.com") },
      child,
    );
    const policy = new RolePolicy(
      `${name}-policy`,
      { name: physical, role: role.name, policy: this.policy(name, spec, platform, logs, letters) },
      child,
    );
    const lambda = new Lambda(
      name,
      {
        name: physical,
        runtime,
        architectures: ["arm64"],
        handler: "index.handle",
        code: this.code(spec),
        role: role.arn,
        memorySize: toMebibytes(spec.memory ?? defaults.memory),
        timeout: timeoutSeconds(spec),
        // One call at a time in each process, so that this is a limit of processes; what waits does so in Lambda's queue.
        reservedConcurrentExecutions: scaleOf(spec).max,
        environment: { variables: variablesOf(spec, letters?.url) },
        loggingConfig: { logFormat: "JSON", logGroup: logs.name },
        tracingConfig: { mode: "PassThrough" },
        deadLetterConfig: letters && { targetArn: letters.arn },
        kmsKeyArn: platform.key,
        vpcConfig: platform.network && {
          subnetIds: [...platform.network.subnets],
          securityGroupIds: [...platform.network.securityGroups],
        },
      },
      // It is started when it is made: it may do what it may by then.
      { ...child, dependsOn: policy },
    );
    const made = letters ? wake(name, spec, { platform, lambda, letters }, child) : [];
    const ready = pulumi.all([lambda.arn, ...made.map(({ urn }) => urn)]).apply(([arn]) => arn!);
    const front = visibilityOf(spec) === "public" ? publicUrl(`${name}-url`, lambda, child) : undefined;
    this.url = front ? front.functionUrl.apply(withoutSlash) : ready.apply(() => undefined);
    this.innerUrl = front ? front.functionUrl.apply(withoutSlash) : ready;
    this.registerOutputs({ url: this.url, innerUrl: this.innerUrl });
  }

  private code(spec: FunctionSpec): pulumi.asset.Archive {
    try {
      const content = takeBundle(bundleInput(spec.code.source!, spec, "lambda"));
      return new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(content) });
    } catch (error) {
      throw new pulumi.ResourceError((error as Error).message, this, true);
    }
  }

  private policy(
    name: string,
    { publishes = [], needs }: FunctionSpec,
    { key, network }: Platform,
    logs: LogGroup,
    letters: DeadLetterQueue | undefined,
  ): pulumi.Output<string> {
    const bus = needs?.bus?.kind === "eventbridge" && publishes.length > 0 ? needs.bus.arn : undefined;
    return pulumi.all([logs.arn, bus, letters?.arn, key]).apply(([logGroup, busArn, deadLetters, keyArn]) =>
      policyOf(
        statementsOf({
          logGroup,
          bus: busArn === undefined ? undefined : { arn: busArn, source: sourceOf(name), types: publishes },
          deadLetters,
          key: keyArn,
          network: network !== undefined,
        }),
      ),
    );
  }
}

const withoutSlash = (url: string): string => url.replace(/\/$/, "");
