import execa from "execa";
import type { Deployment } from "../../cli/recovery/pending";

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly managedFields?: readonly { readonly manager?: string; readonly operation?: string }[];
  };
}

/** `Service.serving.knative.dev functions/hello` */
const label = ({ apiVersion, kind, metadata: { namespace, name } }: KubernetesObject): string => {
  const [group] = apiVersion.includes("/") ? apiVersion.split("/") : [""];
  return `${kind}.${group} ${namespace ? `${namespace}/` : ""}${name}`;
};

/** What a cluster and a state hold of the engine's making, each named as the other names it. */
export class EngineObjects {
  constructor(private readonly env: Record<string, string>) {}

  /** Every object in the cluster that the engine's provider applied, and the names under which it did. */
  async inCluster(): Promise<Map<string, string[]>> {
    const types = await this.kubectl("api-resources", "--verbs=list", "--output=name");
    // Reviews and metrics are lists of nothing; events are many.
    const kinds = types.split("\n").filter((type) => type !== "" && !type.startsWith("events"));
    const text = await this.kubectl("get", kinds.join(","), "-A", "-o", "json", "--show-managed-fields");
    const { items } = JSON.parse(text) as { items: KubernetesObject[] };
    return new Map(
      items.flatMap((item) => {
        const managers = (item.metadata.managedFields ?? []).map(({ manager = "" }) => manager);
        const ours = [...new Set(managers)].filter((manager) => manager.startsWith("pulumi"));
        return ours.length > 0 ? [[label(item), ours] as const] : [];
      }),
    );
  }

  /** Every object that a state holds, as often as it does. */
  inState({ resources = [] }: Deployment): string[] {
    return resources.flatMap(({ type, custom, outputs }) =>
      custom && type.startsWith("kubernetes:") ? [label(outputs as unknown as KubernetesObject)] : [],
    );
  }

  private async kubectl(...args: string[]): Promise<string> {
    return (await execa("kubectl", args, { env: this.env, maxBuffer: 256 * 1024 * 1024 })).stdout;
  }
}
