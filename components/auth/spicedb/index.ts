import * as pulumi from "@pulumi/pulumi";
import { serverCertificate } from "../../certificate";
import type { Authorization, PodConnection, Size } from "../../contracts";
import { Namespace, type NamespaceArgs } from "../../kubernetes/namespace";
import { KubernetesObject, type Manifest } from "../../kubernetes/object";
import { disruptionBudget } from "../../kubernetes/availability";
import { toMebibytes, toQuantity } from "../../size";
import { refuse } from "../../refuse";
import type { Store } from "../store";
import { deployment } from "./deployment";
import { officialImages, type Images } from "./images";
import { migrateJob, schemaFile, schemaJob } from "./jobs";
import { presharedKeys, type Keys } from "./keys";
import { dispatchHostOf, hostOf, labels, names, ports } from "./names";
import { clientService, dispatchService, keysSecret, tlsSecret, toServer } from "./objects";
import { problemsOf } from "./problems";
import { versionOf } from "./schema";
import { leastPool } from "./settings";

export interface SpiceDbArgs {
  /** The database that relationships are in. */
  readonly store: Store;
  /** What there are permissions for: the text of a schema.zed. */
  readonly schema: string;
  /** Namespaces whose pods may ask. @default – none */
  readonly callers?: readonly string[];
  /** Pods. From two on, they share the work on a question. @default 1 */
  readonly replicas?: number;
  /**
   * How often the key that callers show was rotated. Raising it by one makes the next one current; the one before is
   * still accepted, and no longer after another rotation. @default 0
   */
  readonly rotation?: number;
  /** Memory of each pod; a third of it is for answers that are remembered. @default "256 MB" */
  readonly memory?: Size;
  /** Cores that each pod gets when others want them, too. @default 0.1 */
  readonly cpu?: number;
  /** @default – the official ones */
  readonly images?: Partial<Images>;
}

const defaults = { memory: "256 MB", cpu: 0.1 } as const;

/** What Jobs in the namespace may use beside the server. */
const jobs = { cpu: 0.1, memory: "256 MB", pods: 2 } as const;

/** A Job waits for a node, and a migration for the data that there is. */
const customTimeouts = { create: "10m", update: "10m", delete: "2m" };

/** What is named by its content goes before another takes its place, which may have been its predecessor's name. */
const named = { deleteBeforeReplace: true };

const hidden = { additionalSecretOutputs: ["data", "stringData"] };

/**
 * SpiceDB in a namespace of its own, over TLS, in a database of the platform's. Its schema is in force when its address
 * is known; a schema that SpiceDB refuses fails the update, and the one before stays.
 *
 * @example new SpiceDb("permissions", { store, schema: readFileSync("schema.zed", "utf8"), callers: ["functions"] })
 *
 * @throws ResourceError naming every argument that is wrong, of the schema by line and column
 */
export class SpiceDb extends pulumi.ComponentResource implements Authorization {
  readonly endpoint: pulumi.Output<string>;
  readonly ca: pulumi.Output<string>;
  readonly presharedKey: pulumi.Output<string>;
  readonly schemaVersion: pulumi.Output<string>;

  /** @param name of the namespace, too */
  constructor(
    private readonly name: string,
    args: SpiceDbArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("cakestack:auth:SpiceDb", name, {}, opts);
    refuse(`SpiceDB ${name}`, problemsOf(args), this);
    const { schema, store, replicas = 1, rotation = 0 } = args;
    const images = { ...officialImages, ...args.images };
    const parent = { parent: this };
    const namespace = new Namespace(name, rulesOf(name, args), parent).name;
    // While pods are replaced, there is one more.
    const connection = store.connect({ namespace, pods: replicas + 1, as: "application" });
    this.checkPool(store, connection);
    const keys = presharedKeys(name, rotation, parent);
    const tls = serverCertificate(
      `${name}-server`,
      [names.service, dispatchHostOf(name), hostOf(name)],
      parent,
    );
    const migrated = this.migrate(store, namespace, images.spicedb);
    const server = this.serve(args, { namespace, connection, keys, tls, image: images.spicedb, migrated });
    const inForce = this.write(namespace, images.zed, schema, server);

    this.endpoint = inForce.id.apply(() => `${hostOf(name)}:${ports.grpc}`);
    this.ca = tls.ca;
    this.presharedKey = keys.current;
    this.schemaVersion = inForce.id.apply(() => versionOf(schema));
    this.registerOutputs({ endpoint: this.endpoint, schemaVersion: this.schemaVersion });
  }

  private create(suffix: string, manifest: Manifest, opts?: pulumi.CustomResourceOptions): KubernetesObject {
    return new KubernetesObject(`${this.name}-${suffix}`, manifest, { parent: this, ...opts });
  }

  private checkPool({ engine }: Store, { poolSize }: PodConnection): void {
    const least = leastPool(engine);
    const problem =
      `a pod may hold ${poolSize} of the connections to the database. Allowed: ${least} or more. Give the application more ` +
      "connections, or have fewer replicas.";
    refuse(`SpiceDB ${this.name}`, poolSize < least ? [problem] : [], this);
  }

  /** The tables, which the run-time user cannot make. */
  private migrate(store: Store, namespace: pulumi.Output<string>, image: string): KubernetesObject {
    const owner = store.connect({ namespace, pods: 1, as: "owner" });
    const manifest = migrateJob(namespace, image, store.engine, owner);
    return this.create("migrate", manifest, { customTimeouts, ...named });
  }

  /** Creates what serves. @returns what is there once it does */
  private serve(args: SpiceDbArgs, server: Server): KubernetesObject {
    const { namespace, connection, keys, tls, image, migrated } = server;
    const { store, replicas = 1, cpu = defaults.cpu, memory = defaults.memory } = args;
    // The server reads these when it starts: a change of one makes new pods.
    const read = {
      keys: this.create("keys", keysSecret(namespace, keys), hidden),
      tls: this.create("tls", tlsSecret(namespace, tls), hidden),
    };
    const versions = {
      "cakestack.dev/keys": read.keys.metadata.resourceVersion,
      "cakestack.dev/tls": read.tls.metadata.resourceVersion,
      "cakestack.dev/database": connection.version,
    };
    const several =
      replicas > 1
        ? [
            this.create("dispatch", dispatchService(namespace)),
            this.create("budget", disruptionBudget(names.budget, namespace, labels)),
          ]
        : [];
    const pods = this.create(
      "server",
      deployment(namespace, {
        namespace: this.name,
        image,
        engine: store.engine,
        connection,
        replicas,
        cpu: Math.round(cpu * 1000),
        memory: toQuantity(memory),
        versions,
      }),
      { dependsOn: [migrated, ...several], customTimeouts },
    );
    // A Service without pods is waited for in vain; with one, it is there when the pods can be reached.
    return this.create("service", clientService(namespace), { dependsOn: pods });
  }

  /** Puts the schema in force. @returns what is there once it is */
  private write(
    namespace: pulumi.Output<string>,
    image: string,
    schema: string,
    server: KubernetesObject,
  ): KubernetesObject {
    const file = this.create("schema", schemaFile(namespace, schema), named);
    const manifest = schemaJob(namespace, this.name, image, schema, file.metadata.name);
    return this.create("schema", manifest, { dependsOn: server, customTimeouts, ...named });
  }
}

/** What the server's objects are made from. */
interface Server {
  readonly namespace: pulumi.Output<string>;
  readonly connection: PodConnection;
  readonly keys: Keys;
  readonly tls: ReturnType<typeof serverCertificate>;
  readonly image: string;
  /** After which the tables are there. */
  readonly migrated: pulumi.Resource;
}

/** Who may ask, and what everything in the namespace may use: the server, one pod more in an update, and Jobs. */
function rulesOf(name: string, args: SpiceDbArgs): NamespaceArgs {
  const { store, callers = [], replicas = 1, cpu = defaults.cpu, memory = defaults.memory } = args;
  const pods = replicas + 1;
  const total = pods * toMebibytes(memory) + toMebibytes(jobs.memory);
  const itself = replicas > 1 ? Object.values(ports) : [ports.grpc];
  return {
    quota: {
      cpu: (pods * Math.round(cpu * 1000) + jobs.cpu * 1000) / 1000,
      memory: `${total} MB`,
      pods: pods + jobs.pods,
    },
    callers: [
      { namespace: name, ports: itself },
      ...callers.map((caller) => ({ namespace: caller, ports: [ports.grpc] })),
    ],
    egress: [store.egress, toServer],
  };
}
