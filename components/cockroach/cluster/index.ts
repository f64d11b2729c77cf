import { AllowList, Cluster, getConnectionStringOutput, SqlUser } from "@pulumi/cockroach";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { Database } from "../../contracts";
import { refuse } from "../../refuse";
import { rangeOf } from "./allow";
import { connectionsFor, usageLimitsOf, type Plan } from "./limits";
import { problemsOf } from "./problems";

/** What it speaks on the wire, and whose certificates it has. */
export type Wire =
  | { /** @default "cockroach" */ readonly wire?: "cockroach"; readonly ca?: undefined }
  | {
      /** What an emulated one speaks. */
      readonly wire: "postgres";
      /** PEM of the emulator's authority. */
      readonly ca: pulumi.Input<string>;
    };

export type CockroachClusterArgs = Plan &
  Wire & {
    /** Name in CockroachDB Cloud, for ever: 6 to 20 lower-case letters, digits and inner dashes. */
    readonly name: string;
    /** Where it runs, for ever. */
    readonly cloud: "GCP" | "AWS" | "AZURE";
    /** Where its data lies, the primary region first. On Basic, regions are added and never taken out. */
    readonly regions: readonly [primary: string, ...others: string[]];
    /** Whose it is: shown in CockroachDB Cloud. `expiry` is a date, after which anybody may delete it. */
    readonly labels: { readonly environment: string; readonly owner?: string; readonly expiry?: string };
    /** Ranges of IPv4 addresses that may connect, such as the cluster's `egressCidrs`. @default – none: nobody connects */
    readonly allow?: readonly string[];
    /** Whether deleting it is refused, by the service and by Pulumi. @default false */
    readonly deleteProtection?: boolean;
    /** Id of the folder that it is in. @default – the organization's root */
    readonly folder?: pulumi.Input<string>;
    /** Connections of all applications. @default – 4 on Basic, 4 for each processor on Standard */
    readonly connections?: number;
  };

/** What the SQL user is called that makes everything else. */
const administrator = "cake_admin";

type InCloud = Extract<Database, { clusterId: unknown }>;

/**
 * A serverless cluster of CockroachDB Cloud. What it may use is always limited, to what is free when nothing else is
 * said; nobody connects but who is asked for. Its name, its cloud and its data stay: a change that would lose them is
 * refused by the preview.
 *
 * @example
 * new CockroachCluster("database", {
 *   name: "shop-prod", plan: "basic", cloud: "GCP", regions: ["us-east1"],
 *   labels: { environment: "prod", owner: "shop" }, allow: cluster.egressCidrs, deleteProtection: true,
 * })
 *
 * @throws ResourceError naming every argument that is wrong
 */
export class CockroachCluster extends pulumi.ComponentResource implements InCloud {
  readonly engine: InCloud["engine"];
  readonly plan: InCloud["plan"];
  readonly clusterId: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly ca?: pulumi.Output<string>;
  readonly reach = { kind: "internet" } as const;
  readonly admin: InCloud["admin"];
  readonly connections: number;

  constructor(name: string, args: CockroachClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:cockroach:CockroachCluster", name, {}, opts);
    refuse(`CockroachDB ${name}`, problemsOf(args), this);
    const parent = { parent: this };
    const cluster = this.cluster(name, args);
    const entries = (args.allow ?? []).map((cidr) => this.allow(name, cidr, cluster));
    const password = new RandomPassword(`${name}-admin`, { length: 32, special: false }, parent).result;
    const login = { clusterId: cluster.id, name: administrator, password };
    const user = new SqlUser(`${name}-admin`, login, { ...parent, deletedWith: cluster });

    // The region's `sqlDns` would do for a host, but the port is told here only; and an update of the cluster leaves
    // this known to its preview, where the provider knows regions again only after it.
    const { connectionParams } = getConnectionStringOutput({ id: cluster.id, os: "LINUX" }, parent);
    // Whoever takes the address waits for who may use it.
    const callers = pulumi.all([user.id, ...entries.map(({ id }) => id)]);
    const address = pulumi.all([connectionParams, callers]).apply(([params]) => params);
    this.engine = args.wire ?? "cockroach";
    this.plan = args.plan;
    this.clusterId = cluster.id;
    this.host = address.host;
    this.port = address.port.apply(Number);
    this.ca = args.ca === undefined ? undefined : pulumi.output(args.ca);
    this.admin = { user: user.name, password, database: "defaultdb" };
    this.connections = args.connections ?? connectionsFor(args);
    this.registerOutputs({ clusterId: this.clusterId, host: this.host, port: this.port });
  }

  private cluster(name: string, args: CockroachClusterArgs): Cluster {
    const { cloud, labels, folder = "root", deleteProtection = false } = args;
    const isOne = args.regions.length === 1;
    return new Cluster(
      name,
      {
        name: args.name,
        cloudProvider: cloud,
        plan: args.plan.toUpperCase(),
        regions: args.regions.map((region, index) => ({
          name: region,
          // The service has no primary one where there is one only.
          ...(!isOne && { primary: index === 0 }),
        })),
        serverless: { usageLimits: usageLimitsOf(args), withEmptyIpAllowlist: true },
        labels: Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== undefined)),
        parentId: folder,
        deleteProtection,
      },
      { parent: this, protect: deleteProtection },
    );
  }

  private allow(name: string, cidr: string, cluster: Cluster): AllowList {
    const entry = { clusterId: cluster.id, name, ...rangeOf(cidr), sql: true, ui: false };
    const opts = { parent: this, deletedWith: cluster };
    return new AllowList(`${name}-allow-${cidr.replace("/", "-")}`, entry, opts);
  }
}
