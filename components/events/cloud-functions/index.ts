import { Function as CloudFunctionV2 } from "@pulumi/gcp/cloudfunctionsv2/function";
import { ServiceIamMember } from "@pulumi/gcp/cloudrunv2/serviceIamMember";
import { TopicIAMMember } from "@pulumi/gcp/pubsub/topicIAMMember";
import { Account } from "@pulumi/gcp/serviceaccount/account";
import { BucketObject } from "@pulumi/gcp/storage/bucketObject";
import * as pulumi from "@pulumi/pulumi";
import type { DeployedFunction, FunctionPlatform, FunctionSpec } from "../../contracts";
import { databaseVariables, deadLetterVariables } from "../../function-variables";
import { refuse } from "../../refuse";
import { toQuantity } from "../../size";
import { bundleInput, takeBundle } from "../function/bundle";
import { withNeeds } from "../function/needs";
import { problemsOf } from "../function/problems";
import { defaults, isWoken, scaleOf, timeoutSeconds, visibilityOf } from "../function/service";
import { sourceOf } from "./archive";
import { DeadLetterTopic } from "./dead-letters";
import { accountId } from "./names";
import { secretVariables, type SecretVariable } from "./secrets";
import { wake } from "./wake";

type Platform = Omit<Extract<FunctionPlatform, { kind: "cloudfunctions" }>, "kind">;

export interface CloudFunctionArgs extends FunctionSpec {
  readonly platform: Platform;
}

/** Of the Node that functions are built on elsewhere. */
const runtime = "nodejs24";

/**
 * A function on Google Cloud Functions of the second generation, from source: bundled into one file, in an account of its own
 * that may do what its declaration says and nothing else. Everyone reaches it at its address; one that is visible to the
 * cluster only, or has triggers, is reached by its project only, and called by who may.
 *
 * @example new CloudFunction("hello", { platform, code: { source: "examples/hello" } }, { provider })
 *
 * @throws ResourceError naming every argument that is wrong
 */
export class CloudFunction extends pulumi.ComponentResource implements DeployedFunction {
  readonly url: pulumi.Output<string | undefined>;
  readonly innerUrl: pulumi.Output<string>;

  constructor(name: string, args: CloudFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:events:CloudFunction", name, {}, opts);
    const { platform, ...asked } = args;
    const { prefix, region } = platform;
    const place = { ...platform, kind: "cloudfunctions" } as const;
    refuse(`function ${name}`, problemsOf(name, asked, [], place), this);
    const spec = withNeeds(name, asked, platform.reach);
    const physical = `${prefix}-${name}`;
    const child = { parent: this };

    const account = new Account(
      `${name}-account`,
      { accountId: accountId(physical), displayName: physical },
      child,
    );
    const { member, email } = account;
    const { project, projectNumber } = platform;
    const letters = isWoken(spec)
      ? new DeadLetterTopic(name, { physical, member, projectNumber }, child)
      : undefined;
    const secrets = secretVariables(name, secretsOf(spec), { physical, project, member }, child);
    if (needs(spec)) publisher(name, spec, member, child);
    const made = new CloudFunctionV2(
      name,
      {
        name: physical,
        location: region,
        buildConfig: {
          runtime,
          entryPoint: "handle",
          source: { storageSource: this.source(name, spec, platform) },
        },
        serviceConfig: serviceOf(spec, { email, secrets, letters }),
      },
      // It is started when it is made: it may read its secrets by then.
      { ...child, dependsOn: secrets.map(({ access }) => access) },
    );
    const address = made.serviceConfig.apply((service) => service!.uri);
    const visible = visibilityOf(spec) === "public";
    const callers = [
      ...(visible ? [["everyone", "allUsers"] as const] : []),
      ...(letters ? [["itself", member] as const] : []),
    ];
    const may = callers.map(([who, caller]) => invoker(`${name}-${who}`, made, region, caller, child));
    const timeout = timeoutSeconds(spec);
    const wakers = letters
      ? wake(
          name,
          spec,
          { prefix, region, to: address, as: email, timeout, letters },
          { ...child, dependsOn: may },
        )
      : [];
    this.innerUrl = pulumi
      .all([address, ...[...may, ...wakers].map(({ urn }) => urn)])
      .apply(([url]) => url!);
    this.url = visible ? this.innerUrl : this.innerUrl.apply(() => undefined);
    this.registerOutputs({ url: this.url, innerUrl: this.innerUrl });
  }

  /** Where the function's source is in the platform's bucket. */
  private source(name: string, spec: FunctionSpec, { prefix, bucket }: Platform) {
    try {
      const { archive, hash } = sourceOf(takeBundle(bundleInput(spec.code.source!, spec, "cloudfunctions")));
      const file = new BucketObject(
        `${name}-source`,
        { bucket, name: `${prefix}-${name}-${hash}.zip`, source: archive },
        { parent: this },
      );
      return { bucket, object: file.name };
    } catch (error) {
      throw new pulumi.ResourceError((error as Error).message, this, true);
    }
  }
}

const needs = ({ publishes = [] }: FunctionSpec): boolean => publishes.length > 0;

/** What is in Secret Manager. */
const secretsOf = ({ secrets = {}, needs: { database } = {} }: FunctionSpec) => ({
  ...secrets,
  ...(database?.url !== undefined && { [databaseVariables.url]: database.url }),
});

/** Lets a function publish on its bus. */
function publisher(
  name: string,
  { needs: used }: FunctionSpec,
  member: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): void {
  if (used?.bus?.kind !== "pubsub") return;
  new TopicIAMMember(
    `${name}-publisher`,
    { topic: used.bus.topic, role: "roles/pubsub.publisher", member },
    opts,
  );
}

/** Lets somebody call a function. */
const invoker = (
  name: string,
  made: CloudFunctionV2,
  location: string,
  member: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): ServiceIamMember =>
  new ServiceIamMember(name, { name: made.name, location, role: "roles/run.invoker", member }, opts);

function serviceOf(
  spec: FunctionSpec,
  own: {
    readonly email: pulumi.Input<string>;
    readonly secrets: readonly SecretVariable[];
    readonly letters: DeadLetterTopic | undefined;
  },
) {
  const { min, max, concurrency } = scaleOf(spec);
  const database = spec.needs?.database;
  return {
    availableMemory: toQuantity(spec.memory ?? defaults.memory),
    // Less than one takes one request at a time.
    availableCpu: "1",
    timeoutSeconds: timeoutSeconds(spec),
    minInstanceCount: min,
    maxInstanceCount: max,
    maxInstanceRequestConcurrency: concurrency,
    ingressSettings: visibilityOf(spec) === "public" ? "ALLOW_ALL" : "ALLOW_INTERNAL_ONLY",
    serviceAccountEmail: own.email,
    environmentVariables: {
      NODE_ENV: "production",
      // The framework would answer two addresses itself.
      IGNORED_ROUTES: "",
      ...spec.environment,
      ...(database && { [databaseVariables.poolSize]: String(database.poolSize) }),
      ...(database?.ca && { [databaseVariables.ca]: database.ca }),
      ...(own.letters && { [deadLetterVariables.url]: own.letters.url }),
    },
    secretEnvironmentVariables: own.secrets.map(({ key, projectId, secret, version }) => ({
      key,
      projectId,
      secret,
      version,
    })),
  };
}
