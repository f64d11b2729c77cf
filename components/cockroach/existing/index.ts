import * as pulumi from "@pulumi/pulumi";
import type { Database } from "../../contracts";
import { checkInCluster, type CheckPlace } from "./check";
import type { ExistingServer } from "./preflight";
import { parseDatabaseUrl } from "./url";

export interface ExistingDatabaseArgs {
  /** `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`, of a user who may make databases and roles. It is kept secret. */
  readonly url: string;
  /** What `preflight` found there, or `declaredServer` says. */
  readonly server: ExistingServer;
  /** From where it is looked at before anybody uses it. @default – `preflight` has done so */
  readonly checkFrom?: CheckPlace;
}

type Adopted = Extract<Database, { plan: "cluster" | "existing" }>;

/**
 * A PostgreSQL or CockroachDB that was there before this stack, and stays when it goes. Nothing is made on it:
 * applications get databases of their own there.
 *
 * @example new ExistingDatabase("database", { url, server: await preflight(url) })
 *
 * @throws RunError when the address has another form
 */
export class ExistingDatabase extends pulumi.ComponentResource implements Adopted {
  readonly engine: Database["engine"];
  readonly plan = "existing";
  readonly host: pulumi.Output<string>;
  readonly port: pulumi.Output<number>;
  readonly ca: pulumi.Output<string> | undefined;
  readonly reach = { kind: "internet" } as const;
  readonly admin: Database["admin"];
  readonly connections: number;

  constructor(name: string, args: ExistingDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:cockroach:ExistingDatabase", name, {}, opts);
    const { server, checkFrom } = args;
    const { host, port, user, password, database } = parseDatabaseUrl(args.url);
    this.engine = server.engine;
    this.port = pulumi.output(port);
    this.ca = server.ca === undefined ? undefined : pulumi.output(server.ca);
    this.admin = { user: pulumi.secret(user), password: pulumi.secret(password), database };
    this.connections = server.connections;
    const { engine, ca, admin, connections } = this;
    const address = { engine, host: pulumi.output(host), port: this.port, ca, admin, connections };
    // Whoever takes the address waits for the check.
    this.host = checkFrom
      ? checkInCluster(name, address, checkFrom, this).id.apply(() => host)
      : address.host;
    this.registerOutputs({ host: this.host, port: this.port });
  }
}
