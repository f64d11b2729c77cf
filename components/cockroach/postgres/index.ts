import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { serverCertificate } from "../../certificate";
import type { Cluster, Database, Size } from "../../contracts";
import { Namespace, type NamespaceArgs } from "../../kubernetes/namespace";
import { refuse } from "../../refuse";
import { toMebibytes } from "../../size";
import { postgresImage } from "../image";
import { toServer } from "./objects";
import { superuser } from "./prepare";
import { problemsOf } from "./problems";
import { createServer, hostsOf } from "./server";
import { connectionsFor, defaults } from "./settings";
import { port } from "./stateful-set";

export interface PostgresDatabaseArgs {
  readonly cluster: Pick<Cluster, "storageClass">;
  /** An image of PostgreSQL 15 or newer on Debian, whose user has the id 999. @default – the official image, version 18 */
  readonly image?: string;
  /**
   * Size of the volume. It can grow where the storage class allows it, and never shrinks.
   * @default "10 GB"
   */
  readonly storage?: Size;
  /** Memory of the server: a quarter for its buffers, 8 MB for each connection. A change restarts it. @default "512 MB" */
  readonly memory?: Size;
  /** Cores that it gets when others want them, too; it may use what is free. @default 0.1 */
  readonly cpu?: number;
  /** Connections of all applications. @default – as many as the memory is for: 40 with 512 MB */
  readonly connections?: number;
  /** Namespaces whose pods may connect. @default – only Jobs in the database's own namespace */
  readonly callers?: readonly string[];
  /** Whether deleting the volume with its data is refused. @default false */
  readonly deleteProtection?: boolean;
}

/** What Jobs in the namespace may use beside the server. */
const jobs = { cpu: 2, memory: "2 GB", pods: 20 } as const;

type InCluster = Extract<Database, { plan: "cluster" | "existing" }>;

/**
 * PostgreSQL in a namespace of its own: one server on one volume, over TLS with verified names only. Its certificate
 * and its administrator's password are made here, and stay.
 *
 * @example new PostgresDatabase("database", { cluster, callers: ["functions"] }, { provider })
 *
 * @throws ResourceError naming every argument that is wrong
 */
export class PostgresDatabase extends pulumi.ComponentResource implements InCluster {
  readonly engine = "postgres";
  readonly plan = "cluster";
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly ca: pulumi.Output<string>;
  readonly reach: Extract<InCluster["reach"], { kind: "cluster" }>;
  readonly admin: InCluster["admin"];
  readonly connections: number;

  /** @param name of the namespace, too */
  constructor(name: string, args: PostgresDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:cockroach:PostgresDatabase", name, {}, opts);
    refuse(`PostgreSQL ${name}`, problemsOf(args), this);
    const { cluster, image = postgresImage, callers = [], deleteProtection } = args;
    const { storage = defaults.storage, memory = defaults.memory, cpu = defaults.cpu } = args;
    const parent = { parent: this };
    const connections = args.connections ?? connectionsFor(memory);
    const namespace = new Namespace(name, rulesOf(name, { cpu, memory, callers }), parent).name;
    const hosts = hostsOf(name);
    const tls = serverCertificate(`${name}-server`, hosts, parent);
    const password = new RandomPassword(`${name}-admin`, { length: 32, special: false }, parent).result;
    const size = { cpu, memory, storage, connections };
    const volume = { storageClass: cluster.storageClass, deleteProtection };
    const server = createServer(name, { namespace, image, ...size, ...volume, tls, password }, parent);

    // Known once the server answers: whoever takes the address waits for it.
    this.host = server.id.apply(() => hosts.at(-1)!);
    this.port = pulumi.output(port);
    this.ca = tls.ca;
    this.reach = { kind: "cluster", namespace };
    this.admin = { user: pulumi.output<string>(superuser.name), password, database: superuser.database };
    this.connections = connections;
    this.registerOutputs({ host: this.host, port: this.port });
  }
}

/** Who may connect, and what everything in the namespace may use: the server, and Jobs that run SQL on it. */
function rulesOf(
  name: string,
  { cpu, memory, callers }: Required<Pick<PostgresDatabaseArgs, "cpu" | "memory" | "callers">>,
): NamespaceArgs {
  const total = toMebibytes(memory) + toMebibytes(jobs.memory);
  return {
    quota: { cpu: cpu + jobs.cpu, memory: `${total} MB`, pods: 1 + jobs.pods },
    callers: [name, ...callers].map((caller) => ({ namespace: caller, ports: [port] })),
    egress: [toServer],
  };
}
