import * as pulumi from "@pulumi/pulumi";
import type {
  ConnectionShare,
  Database,
  DatabaseAddress,
  DatabaseConnection,
  PodConnection,
  RowSink,
  WatchedRows,
} from "../../contracts";
import { KubernetesObject } from "../../kubernetes/object";
import { postgresImage } from "../image";
import { filesOf, flywayImage, migrateTask, readMigrations, type Migrations } from "../migrations";
import { changefeedScript } from "../sql/changefeed";
import type { ApplicationDatabaseSpec } from "../sql/dialect";
import { checkScript, setupScript, verifierVariables } from "../sql/script";
import { changefeedEnvironment } from "./changefeed";
import { cloudDatabase, isCloud } from "./cloud";
import { endpointOf, urlOf, type Endpoint } from "./endpoint";
import { configMap, Objects } from "./objects";
import { poolOf } from "./pool";
import { problemsOf } from "./problems";
import { activeUser } from "./rotation";
import { connectionSecret, psqlSecret, setupSecret, verifiersOf } from "./secrets";
import { cronJobManifest } from "./sql-job";
import { changefeedTask, checkTask, setupTask } from "./tasks";
import { logicalName, usersOf, type Users } from "./users";

export interface ApplicationDatabaseArgs {
  /** The server that it is on. */
  readonly server: Database;
  /** Namespace of the Jobs that run SQL; the server is reached from there. */
  readonly namespace: pulumi.Input<string>;
  /** Whose it is, such as `shop/prod`. Written on what is made: nothing with another mark is touched. */
  readonly mark: string;
  /** How often its passwords were rotated. Raising it by one rotates them. @default 0 */
  readonly rotation?: number;
  /** Connections that the application may hold. @default – all that the server takes */
  readonly connections?: number;
  /** Pods of all its consumers together that may run at once. @default – those of its one consumer */
  readonly pods?: number;
  /** Folder with the migrations of its schema. @default – its schema is somebody else's */
  readonly migrations?: string;
  /**
   * Rows that `tell` tells an address of. A CockroachDB only.
   * @default none – a changefeed of an earlier update is cancelled
   */
  readonly watched?: WatchedRows;
  /** When its roles and rights are checked, in cron's form. @default – when somebody asks */
  readonly check?: string;
  /** Whether deleting it is refused, on CockroachDB Cloud: elsewhere nothing deletes it. @default false */
  readonly deleteProtection?: boolean;
  /** Images of the Jobs. @default – the official ones */
  readonly images?: { readonly postgres?: string; readonly flyway?: string };
}

/** Who connects. */
export interface Consumer {
  /** Where its pods are. @default – outside of the cluster, from where the server must be reached */
  readonly namespace?: pulumi.Input<string>;
  /** Pods of it that may run at once. @default – as many as functions scale to, or as there are connections for */
  readonly pods?: number;
  /** `owner` is for what changes its schema by itself. @default "application" */
  readonly as?: "application" | "owner";
}

/**
 * A database of one application: an owner for migrations, and two users that take turns and can do nothing but read
 * and write what the owner makes. What is taken out of the program is deleted on CockroachDB Cloud, where that is
 * not refused; on PostgreSQL it stays, with its data.
 *
 * @example
 * const shop = new ApplicationDatabase("shop", { server, namespace, mark: "shop/prod", migrations: "shop/migrations" });
 * deploy(platform, "orders", { code, needs: { database: shop.connection("orders", { namespace: "functions" }) } });
 *
 * @throws ResourceError naming everything that is wrong
 */
export class ApplicationDatabase extends pulumi.ComponentResource {
  /** Connections that the application may hold. */
  readonly connections: number;
  /** Whether it can tell an address of its rows. */
  readonly isWatched: boolean;
  /** What has to be done before anybody connects. */
  readonly ready: readonly pulumi.Resource[];
  private readonly users: Users;
  private readonly objects: Objects;

  constructor(
    private readonly database: string,
    private readonly args: ApplicationDatabaseArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("cakestack:cockroach:ApplicationDatabase", database, {}, opts);
    this.objects = new Objects(logicalName(database), this);
    const problems = problemsOf(database, args);
    const migrations = readMigrations(args.migrations, problems);
    if (problems.length > 0) throw this.error(problems.map((problem) => `\n  - ${problem}`).join(""));
    this.connections = args.connections ?? args.server.connections;
    this.isWatched = args.watched !== undefined;
    this.users = usersOf(database, args.rotation ?? 0, { parent: this });
    const setup = this.setUp(this.inCloud());
    this.ready = [setup, ...(migrations ? [this.migrate(migrations, setup)] : [])];
    this.registerOutputs({});
  }

  /**
   * How a consumer connects, and how many connections each of its pods may hold: a Secret in the namespace of its pods, or
   * nothing but an address outside of the cluster.
   */
  connection(consumer: string, who: Consumer & Required<Pick<Consumer, "namespace">>): PodConnection;
  connection(consumer: string, who: Consumer): DatabaseConnection;
  connection(consumer: string, { namespace, pods, as }: Consumer): DatabaseConnection {
    const { server, rotation = 0 } = this.args;
    const user = as === "owner" ? this.users.owner : this.users.app[activeUser(rotation)];
    const endpoint = endpointOf(server, this.database, user);
    const address = this.address(endpoint);
    const pool = this.pool(consumer, pods);
    if (namespace === undefined) {
      if (address) return { ...address, ...pool };
      throw this.error(
        ` ${consumer}: only pods reach the server, which is in the cluster. Give their namespace.`,
      );
    }
    // It names the next user only when that one can log in: a pod may start at any time.
    const manifest = connectionSecret(namespace, endpoint);
    const name = `${consumer}-${this.objects.nameOf("database")}`;
    const secret = new KubernetesObject(
      name,
      { ...manifest, metadata: { ...manifest.metadata, name } },
      { parent: this, dependsOn: [...this.ready], additionalSecretOutputs: ["data", "stringData"] },
    );
    const { name: known, resourceVersion } = secret.metadata;
    return { secret: known, version: resourceVersion, ...address, ...pool };
  }

  /** Where the server is for who comes over the internet; undefined where it is in the cluster. */
  private address(endpoint: pulumi.Output<Endpoint>): DatabaseAddress | undefined {
    const { reach, ca } = this.args.server;
    if (reach.kind === "cluster") return undefined;
    const done = pulumi.all(this.ready.map(({ urn }) => urn));
    // The authority's file is in pods only.
    const url = pulumi.all([endpoint, done]).apply(([one]) => urlOf({ ...one, ca: undefined }));
    return { url: pulumi.secret(url), ...(ca && { ca }) };
  }

  /**
   * Tells an address of the watched rows, by a changefeed: once or more often, of each row in the order of its changes. It goes
   * on where the database goes on. The address is known by then: a changefeed calls it at once.
   *
   * @throws ResourceError where no rows are watched
   */
  tell(sink: RowSink): void {
    const { server, namespace, images, watched } = this.args;
    if (!watched) throw this.error(" it tells of no rows. Say which ones (watched).");
    const owner = endpointOf(server, this.database, this.users.owner);
    const script = { "changefeed.sql": changefeedScript(this.database, watched) };
    const task = changefeedTask({
      namespace,
      image: images?.postgres ?? postgresImage,
      secret: this.objects.byContent(
        "changefeed-login",
        psqlSecret(namespace, owner, changefeedEnvironment(sink)),
      ),
      scripts: this.objects.byContent("changefeed", configMap(namespace, script)),
    });
    this.objects.job("changefeed", task, [...this.ready]);
  }

  private pool(consumer: string, pods?: number): ConnectionShare {
    try {
      const { pods: all } = this.args;
      return all === undefined
        ? poolOf(this.connections, pods)
        : { pods: pods ?? all, poolSize: poolOf(this.connections, all).poolSize };
    } catch (error) {
      throw this.error(` ${consumer}: ${(error as Error).message}`);
    }
  }

  private inCloud(): pulumi.Resource[] {
    const { server, deleteProtection: protect } = this.args;
    return isCloud(server)
      ? cloudDatabase(this.database, server.clusterId, this.users, { parent: this, protect })
      : [];
  }

  /** The Job that makes the database or puts it right, and the one that checks it. */
  private setUp(made: pulumi.Resource[]): pulumi.Resource {
    const { server, namespace, images, check } = this.args;
    const spec = this.spec();
    const scripts = configMap(namespace, { "setup.sql": setupScript(spec), "check.sql": checkScript(spec) });
    const place = {
      namespace,
      image: images?.postgres ?? postgresImage,
      secret: this.objects.byContent(
        "sql-login",
        setupSecret(namespace, server, verifiersOf(server, this.users)),
      ),
      scripts: this.objects.byContent("sql", scripts),
    };
    const setup = this.objects.job(
      "setup",
      setupTask(place, spec.madeBy === "sql" ? verifierVariables : []),
      made,
    );
    const checking = cronJobManifest(this.objects.nameOf("check"), check, checkTask(place, this.database));
    this.objects.object("check", checking, { dependsOn: setup });
    return setup;
  }

  private spec(): ApplicationDatabaseSpec {
    const { server, mark } = this.args;
    return {
      name: this.database,
      engine: server.engine,
      madeBy: isCloud(server) ? "api" : "sql",
      wholeServer: server.plan !== "existing",
      mark,
      connections: this.connections,
      changefeed: this.isWatched,
    };
  }

  private migrate(migrations: Migrations, setup: pulumi.Resource): pulumi.Resource {
    const { server, namespace, images } = this.args;
    const owner = endpointOf(server, this.database, this.users.owner);
    const task = migrateTask({
      namespace,
      image: images?.flyway ?? flywayImage,
      secret: this.objects.byContent("owner-login", connectionSecret(namespace, owner)),
      files: this.objects.byContent("migrations", configMap(namespace, filesOf(migrations, this.database))),
    });
    return this.objects.job("migrate", task, [setup]);
  }

  private error(problem: string): pulumi.ResourceError {
    return new pulumi.ResourceError(`Database ${this.database}:${problem}`, this, true);
  }
}

/** The database of an application on a server of whatever kind. */
export function database(
  server: Database,
  name: string,
  args: Omit<ApplicationDatabaseArgs, "server">,
  opts?: pulumi.ComponentResourceOptions,
): ApplicationDatabase {
  return new ApplicationDatabase(name, { ...args, server }, opts);
}
