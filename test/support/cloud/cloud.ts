import { randomUUID } from "node:crypto";
import type {
  AllowlistEntry,
  BackupConfiguration,
  Cluster,
  Database,
  Folder,
  Region,
  Role,
  SqlUser,
  UsageLimits,
} from "../../../local/plugins/cockroach/api";

/** A cluster with what it holds. */
export interface Held {
  cluster: Cluster;
  /** States that it goes through, one at each look. */
  states: Cluster["state"][];
  readonly backups: BackupConfiguration;
  readonly databases: Database[];
  readonly users: SqlUser[];
  /** Passwords by user. */
  readonly passwords: Map<string, string>;
  readonly entries: AllowlistEntry[];
}

interface Serverless {
  readonly regions?: readonly string[];
  readonly primary_region?: string;
  readonly usage_limits?: UsageLimits;
  readonly upgrade_type?: string;
  readonly with_empty_ip_allowlist?: boolean;
}

/** What a request says of a cluster. */
export interface Specification extends Pick<Cluster, "delete_protection" | "parent_id" | "labels"> {
  readonly plan?: string;
  readonly serverless?: Serverless;
  readonly cockroach_version?: string;
}

/** What an organization has in CockroachDB Cloud. */
export class Cloud {
  readonly clusters = new Map<string, Held>();
  readonly folders = new Map<string, Folder>();
  readonly roles = new Map<string, Role[]>();
  /** States that the next cluster goes through after its creation was answered. */
  states: Cluster["state"][] = ["CREATED"];

  clear(): void {
    for (const things of [this.clusters, this.folders, this.roles]) things.clear();
    this.states = ["CREATED"];
  }

  create(name: string, provider: string, spec: Specification, id: string = randomUUID()): Held {
    const empty: Cluster & { readonly is_customer_cloud_account: boolean } = {
      id,
      name,
      is_customer_cloud_account: false,
      cloud_provider: provider,
      cockroach_version: "v25.4.2",
      plan: "BASIC",
      state: "CREATING",
      creator_id: "7a1c0c52-0000-4000-8000-000000000000",
      operation_status: "UNSPECIFIED",
      upgrade_status: "FINALIZED",
      cidr_range: "",
      regions: [],
      config: { serverless: { routing_id: `${name}-1`, upgrade_type: "AUTOMATIC" } },
    };
    const everyone = { cidr_ip: "0.0.0.0", cidr_mask: 0, ui: true, sql: true, name: "default" };
    const held: Held = {
      cluster: changed(empty, { delete_protection: "DISABLED", parent_id: "root", labels: {}, ...spec }),
      states: this.states,
      backups: { enabled: true, frequency_minutes: 1440, retention_days: 30 },
      databases: [{ name: "defaultdb", table_count: "0" }],
      users: [],
      passwords: new Map(),
      entries: spec.serverless?.with_empty_ip_allowlist ? [] : [everyone],
    };
    this.states = ["CREATED"];
    this.clusters.set(id, held);
    return held;
  }

  /** The one cluster that there is. */
  only(): Held {
    const [held, ...others] = this.clusters.values();
    if (!held || others.length > 0) throw new Error(`there are ${this.clusters.size} clusters`);
    return held;
  }
}

/** A cluster after a request; what the request leaves out stays. */
export function changed(cluster: Cluster, spec: Specification): Cluster {
  const { plan, serverless, cockroach_version, ...rest } = spec;
  const { routing_id, ...config } = cluster.config.serverless!;
  const limits = serverless ? serverless.usage_limits : config.usage_limits;
  return {
    ...cluster,
    ...rest,
    plan: plan ?? cluster.plan,
    cockroach_version: cockroach_version ? `${cockroach_version}.0` : cluster.cockroach_version,
    regions: serverless?.regions ? regionsOf(cluster.name, serverless) : cluster.regions,
    config: {
      serverless: {
        routing_id,
        upgrade_type: serverless?.upgrade_type ?? config.upgrade_type,
        usage_limits: limits && Object.keys(limits).length > 0 ? limits : undefined,
      },
    },
  };
}

/** As the service lists them: by name. */
function regionsOf(cluster: string, { regions = [], primary_region }: Serverless): Region[] {
  return [...regions].sort().map((name) => ({
    name,
    sql_dns: `${cluster}.${name}.test`,
    ui_dns: `ui.${cluster}.${name}.test`,
    internal_dns: `internal.${cluster}.${name}.test`,
    private_endpoint_dns: "",
    node_count: 0,
    ...(regions.length > 1 && { primary: name === primary_region }),
  }));
}
