import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Database, DatabaseConnection } from "../../contracts";
import { KubernetesObject, type Manifest } from "../../kubernetes/object";
import { postgresImage } from "../image";
import { filesOf, flywayImage, migrateTask, readMigrations, type Migrations } from "../migrations";
import type { ApplicationDatabaseSpec } from "../sql/dialect";
import { checkScript, setupScript, verifierVariables } from "../sql/script";
import { cloudDatabase, isCloud } from "./cloud";
import { endpointOf } from "./endpoint";
import { poolOf, type Pool } from "./pool";
import { problemsOf } from "./problems";
import { activeUser } from "./rotation";
import { connectionSecret, setupSecret, verifiersOf, type Unnamed } from "./secrets";
import { cronJobManifest, jobManifest, type Task } from "./sql-job";
import { checkTask, setupTask } from "./tasks";
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
  /** Folder with the migrations of its schema. @default – its schema is somebody else's */
  readonly migrations?: string;
  /** When its roles and rights are checked, in cron's form. @default – when somebody asks */
  readonly check?: string;
  /** Images of the Jobs. @default – the official ones */
  readonly images?: { readonly postgres?: string; readonly flyway?: string };
}

/** Who connects. */
export interface Consumer {
  readonly namespace: pulumi.Input<string>;
  /** Pods of it that may run at once. @default – as many as functions scale to, or as there are connections for */
  readonly pods?: number;
  /** `owner` is for what changes its schema by itself. @default "application" */
  readonly as?: "application" | "owner";
}

/** A Job that waits for the server, and for a node, has time for both. */
const customTimeouts = { create: "5m", update: "5m", delete: "2m" };

/**
 * A database of one application: an owner for migrations, and two users that take turns and can do nothing but read
 * and write what the owner makes. What is taken out of the program is deleted on CockroachDB Cloud; on PostgreSQL it
 * stays, with its data.
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
  /** What has to be done before anybody connects. */
  readonly ready: readonly pulumi.Resource[];
  private readonly users: Users;

  constructor(
    private readonly database: string,
    private readonly args: ApplicationDatabaseArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("cakestack:cockroach:ApplicationDatabase", database, {}, opts);
    const problems = problemsOf(database, args);
    const migrations = readMigrations(args.migrations, problems);
    if (problems.length > 0) throw this.error(problems.map((problem) => `\n  - ${problem}`).join(""));
    this.connections = args.connections ?? args.server.connections;
    this.users = usersOf(database, args.rotation ?? 0, { parent: this });
    const setup = this.setUp(this.inCloud());
    this.ready = [setup, ...(migrations ? [this.migrate(migrations, setup)] : [])];
    this.registerOutputs({});
  }

  /** A Secret for pods of a namespace, and how many connections each of them may hold. */
  connection(consumer: string, { namespace, pods, as }: Consumer): DatabaseConnection {
    const { server, rotation = 0 } = this.args;
    const user = as === "owner" ? this.users.owner : this.users.app[activeUser(rotation)];
    // It names the next user only when that one can log in: a pod may start at any time.
    const manifest = connectionSecret(namespace, endpointOf(server, this.database, user));
    const name = `${consumer}-${this.nameOf("database")}`;
    const secret = new KubernetesObject(
      name,
      { ...manifest, metadata: { ...manifest.metadata, name } },
      { parent: this, dependsOn: [...this.ready], additionalSecretOutputs: ["data", "stringData"] },
    );
    const { name: known, resourceVersion } = secret.metadata;
    return { secret: known, version: resourceVersion, ...this.pool(consumer, pods) };
  }

  private pool(consumer: string, pods?: number): Pool {
    try {
      return poolOf(this.connections, pods);
    } catch (error) {
      throw this.error(` ${consumer}: ${(error as Error).message}`);
    }
  }

  private inCloud(): pulumi.Resource[] {
    const { server } = this.args;
    return isCloud(server)
      ? cloudDatabase(this.database, server.clusterId, this.users, { parent: this })
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
      secret: this.byContent("sql-login", setupSecret(namespace, server, verifiersOf(server, this.users))),
      scripts: this.byContent("sql", scripts),
    };
    const setup = this.job("setup", setupTask(place, spec.madeBy === "sql" ? verifierVariables : []), made);
    const checking = cronJobManifest(this.nameOf("check"), check, checkTask(place, this.database));
    this.object("check", checking, { dependsOn: setup });
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
    };
  }

  private migrate(migrations: Migrations, setup: pulumi.Resource): pulumi.Resource {
    const { server, namespace, images } = this.args;
    const owner = endpointOf(server, this.database, this.users.owner);
    const task = migrateTask({
      namespace,
      image: images?.flyway ?? flywayImage,
      secret: this.byContent("owner-login", connectionSecret(namespace, owner)),
      files: this.byContent("migrations", configMap(namespace, filesOf(migrations, this.database))),
    });
    return this.job("migrate", task, [setup]);
  }

  /** A Job is named by what it does, because each runs once: with something else to do it is another one. */
  private job(suffix: string, task: Task, dependsOn: pulumi.Resource[]): pulumi.Resource {
    const name = this.named(suffix, task);
    return this.object(suffix, jobManifest(name, task), { dependsOn, customTimeouts });
  }

  /** What Jobs read is named by its content: a pod that starts sees all of one version. @returns the name, once it is there */
  private byContent(suffix: string, { data, stringData, ...manifest }: Unnamed): pulumi.Output<string> {
    const content = { ...(data !== undefined && { data }), ...(stringData !== undefined && { stringData }) };
    const metadata = { ...manifest.metadata, name: this.named(suffix, content) };
    return this.object(suffix, { ...manifest, ...content, metadata }).metadata.name;
  }

  /** Of secrets in the content, the name tells nothing: every one of them is random and long. */
  private named(suffix: string, content: pulumi.Input<object>): pulumi.Output<string> {
    const digest = pulumi.output(content).apply((known) => digestOf(JSON.stringify(known)));
    return pulumi.unsecret(pulumi.interpolate`${this.nameOf(suffix)}-${digest}`);
  }

  private nameOf(suffix: string): string {
    return `${logicalName(this.database)}-${suffix}`;
  }

  private object(
    suffix: string,
    manifest: Manifest,
    opts: pulumi.CustomResourceOptions = {},
  ): KubernetesObject {
    const secrets = manifest.kind === "Secret" && { additionalSecretOutputs: ["data", "stringData"] };
    return new KubernetesObject(this.nameOf(suffix), manifest, { parent: this, ...secrets, ...opts });
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

const configMap = (namespace: pulumi.Input<string>, data: Readonly<Record<string, string>>): Unnamed => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { namespace },
  data,
});

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 10);
