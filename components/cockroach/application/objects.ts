import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { KubernetesObject, type Manifest } from "../../kubernetes/object";
import type { Unnamed } from "./secrets";
import { jobManifest, type Task } from "./sql-job";

/** A Job that waits for the server, and for a node, has time for both. */
const customTimeouts = { create: "5m", update: "5m", delete: "2m" };

/**
 * The one before goes first. It would otherwise wait for its end while an update fails; the next update, which may well be
 * one back to its name, would make it anew, and only then end it.
 */
const named = { deleteBeforeReplace: true };

/** Objects of a component, whose names begin with a prefix; those of Jobs and of what they read end in a digest. */
export class Objects {
  constructor(
    private readonly prefix: string,
    private readonly parent: pulumi.Resource,
  ) {}

  nameOf(suffix: string): string {
    return `${this.prefix}-${suffix}`;
  }

  object(suffix: string, manifest: Manifest, opts: pulumi.CustomResourceOptions = {}): KubernetesObject {
    const secrets = manifest.kind === "Secret" && { additionalSecretOutputs: ["data", "stringData"] };
    return new KubernetesObject(this.nameOf(suffix), manifest, { parent: this.parent, ...secrets, ...opts });
  }

  /** A Job is named by what it does, because each runs once: with something else to do it is another one. */
  job(suffix: string, task: Task, dependsOn: pulumi.Resource[] = []): KubernetesObject {
    const name = this.named(suffix, task);
    return this.object(suffix, jobManifest(name, task), { dependsOn, customTimeouts, ...named });
  }

  /** What Jobs read is named by its content: a pod that starts sees all of one version. @returns the name, once it is there */
  byContent(suffix: string, { data, stringData, ...manifest }: Unnamed): pulumi.Output<string> {
    const content = { ...(data !== undefined && { data }), ...(stringData !== undefined && { stringData }) };
    const metadata = { ...manifest.metadata, name: this.named(suffix, content) };
    return this.object(suffix, { ...manifest, ...content, metadata }, named).metadata.name;
  }

  /** Of secrets in the content, the name tells nothing: every one of them is random and long. */
  private named(suffix: string, content: pulumi.Input<object>): pulumi.Output<string> {
    const digest = pulumi.output(content).apply((known) => digestOf(JSON.stringify(known)));
    return pulumi.unsecret(pulumi.interpolate`${this.nameOf(suffix)}-${digest}`);
  }
}

export const configMap = (
  namespace: pulumi.Input<string>,
  data: Readonly<Record<string, string>>,
): Unnamed => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { namespace },
  data,
});

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 10);
