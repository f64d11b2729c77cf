import * as pulumi from "@pulumi/pulumi";
import type { Cluster, DeployedFunction, FunctionSpec } from "../../contracts";
import { publish } from "../../images/store";
import { KubernetesObject } from "../../kubernetes/object";
import { functionImage } from "./image";
import { problemsOf } from "./problems";
import { defaults, serviceManifest } from "./service";

export interface KnativeFunctionArgs extends FunctionSpec {
  readonly cluster: Cluster;
  /** Namespace that it runs in, which is there already. */
  readonly namespace: pulumi.Input<string>;
}

/** Two minutes: Knative gives a revision a minute and a half to become ready, and says why it did not. */
const customTimeouts = { create: "2m", update: "2m", delete: "2m" };

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
    const { cluster, namespace, ...spec } = args;
    const problems = problemsOf(name, spec);
    if (problems.length > 0) {
      throw new pulumi.ResourceError(
        `function ${name}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`,
        this,
        true,
      );
    }
    const image = this.image(name, spec, cluster);
    const secret = this.secret(name, spec, namespace);
    const service = new KubernetesObject(name, serviceManifest({ name, namespace, image, spec, secret }), {
      parent: this,
      customTimeouts,
      dependsOn: secret ? [secret.object] : [],
    });
    const ready = pulumi.all([service.id, namespace]).apply(([, where]) => where);
    const { domain, scheme, port } = cluster.ingress;
    const visible = (spec.visibility ?? defaults.visibility) === "public";
    this.url = ready.apply((where) =>
      visible ? address(scheme, `${name}.${where}.${domain}`, port) : undefined,
    );
    this.innerUrl = ready.apply((where) => `http://${name}.${where}.svc.cluster.local`);
    this.registerOutputs({ url: this.url, innerUrl: this.innerUrl });
  }

  private image(name: string, { code }: FunctionSpec, { images }: Cluster): pulumi.Input<string> {
    if (code.image !== undefined) return code.image;
    try {
      const plan = functionImage(images, name, code.source);
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

function address(scheme: "http" | "https", host: string, port: number): string {
  const usual = { http: 80, https: 443 }[scheme];
  return `${scheme}://${host}${port === usual ? "" : `:${port}`}`;
}
