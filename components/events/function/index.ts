import * as pulumi from "@pulumi/pulumi";
import { addressOf } from "../../address";
import type { Cluster, DeployedFunction, FunctionSpec } from "../../contracts";
import { publish } from "../../images/store";
import { KubernetesObject } from "../../kubernetes/object";
import { refuse } from "../../refuse";
import { diagnosisOf } from "./diagnosis";
import { functionImage } from "./image";
import { withNeeds } from "./needs";
import { problemsOf } from "./problems";
import { serviceManifest, startSeconds, visibilityOf } from "./service";
import { wake } from "./triggers";

export interface KnativeFunctionArgs extends FunctionSpec {
  readonly cluster: Cluster;
  /** Namespace that it runs in, which is there already. */
  readonly namespace: pulumi.Input<string>;
}

/** Knative needs a moment to say that a start took too long; ten seconds later it takes the pods away, and their log. */
const verdict = 5;

/** What the provider says of an object that is there and not ready in time; not of one that was refused or cancelled. */
const waitedInVain = /timed out waiting for the condition/;

/**
 * A function on Knative Serving. From source, it is bundled, put into an image named by its content and published; the
 * image is no resource of its own, because its name in the Service says all that a diff could.
 *
 * @example new KnativeFunction("hello", { cluster, namespace: "functions", code: { source: "examples/hello" } })
 */
export class KnativeFunction extends pulumi.ComponentResource implements DeployedFunction {
  readonly url: pulumi.Output<string | undefined>;
  readonly innerUrl: pulumi.Output<string>;

  constructor(name: string, args: KnativeFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:events:KnativeFunction", name, {}, opts);
    const { cluster, namespace, ...asked } = args;
    refuse(`function ${name}`, problemsOf(name, asked), this);
    const spec = withNeeds(name, asked);
    const image = this.image(name, spec, cluster);
    const secret = this.secret(name, spec, namespace);
    const patience = `${startSeconds(spec) + verdict}s`;
    const service = new KubernetesObject(name, serviceManifest({ name, namespace, image, spec, secret }), {
      parent: this,
      customTimeouts: { create: patience, update: patience, delete: "2m" },
      hooks: { onError: [this.explanation(name, spec, args)] },
      dependsOn: secret ? [secret.object] : [],
    });
    const woken = wake(
      name,
      spec,
      { to: service.metadata.name, namespace },
      { parent: this, dependsOn: service },
    );
    const made = [service, ...woken].map(({ urn }) => urn);
    const ready = pulumi.all([namespace, service.id, ...made]).apply(([where]) => where);
    const visible = visibilityOf(spec) === "public";
    this.url = ready.apply((where) =>
      visible ? addressOf(cluster.ingress, `${name}.${where}.${cluster.ingress.domain}`) : undefined,
    );
    this.innerUrl = ready.apply((where) => `http://${name}.${where}.svc.cluster.local`);
    this.registerOutputs({ url: this.url, innerUrl: this.innerUrl });
  }

  private image(name: string, spec: FunctionSpec, { images }: Cluster): pulumi.Input<string> {
    if (spec.code.image !== undefined) return spec.code.image;
    try {
      const plan = functionImage(images, name, spec.code.source, spec);
      return pulumi.output(this.published(plan, images));
    } catch (error) {
      throw new pulumi.ResourceError((error as Error).message, this, true);
    }
  }

  private async published(plan: ReturnType<typeof functionImage>, store: Cluster["images"]): Promise<string> {
    try {
      const image = await plan();
      return pulumi.runtime.isDryRun() ? image.reference : await publish(store, image);
    } catch (error) {
      throw new pulumi.ResourceError((error as Error).message, this, true);
    }
  }

  /** Says why it is not ready, where the provider only says that it waited for it. */
  private explanation(
    name: string,
    spec: FunctionSpec,
    { cluster, namespace }: KnativeFunctionArgs,
  ): pulumi.ErrorHook {
    return new pulumi.ErrorHook(`${name}-explanation`, async ({ errors }) => {
      if (!waitedInVain.test(errors[0] ?? "")) return false;
      const [kubeconfig, where] = await settled(pulumi.all([cluster.kubeconfig, namespace]));
      const { reasons, log } = await diagnosisOf({ kubeconfig, namespace: where, name });
      const lines = [
        `function ${name} is not ready after ${startSeconds(spec)} seconds:`,
        ...reasons,
        ...log.map((line) => `log: ${line}`),
        `Mend it and run the update again. Its log: npx cake logs ${name}`,
      ];
      await pulumi.log.error(lines.join("\n  "), this);
      return false;
    });
  }

  private secret(name: string, { secrets = {} }: FunctionSpec, namespace: pulumi.Input<string>) {
    if (Object.keys(secrets).length === 0) return undefined;
    const stringData = pulumi.secret(secrets);
    const metadata = { name: `${name}-secrets`, namespace };
    const object = new KubernetesObject(
      `${name}-secrets`,
      { apiVersion: "v1", kind: "Secret", metadata, stringData },
      { parent: this, additionalSecretOutputs: ["data", "stringData"] },
    );
    return { name: metadata.name, version: object.metadata.resourceVersion, object };
  }
}

const settled = <T>(output: pulumi.Output<T>) => new Promise<T>((resolve) => output.apply(resolve));
