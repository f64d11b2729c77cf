import * as pulumi from "@pulumi/pulumi";
import type { Database } from "../../contracts";
import type { ExistingServer } from "./preflight";
import { parseDatabaseUrl } from "./url";

export interface ExistingDatabaseArgs {
  /** `postgresql://USER:PASSWORD@HOST:PORT/DATABASE`, of a user who may make databases and roles. It is kept secret. */
  readonly url: string;
  /** What `preflight` found there. */
  readonly server: ExistingServer;
}

type Adopted = Extract<Database, { plan: "cluster" | "existing" }>;

/**
 * A PostgreSQL or CockroachDB that was there before this stack, and stays when it goes. Nothing is made: applications
 * get databases of their own on it.
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

  constructor(name: string, { url, server }: ExistingDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:cockroach:ExistingDatabase", name, {}, opts);
    const { host, port, user, password, database } = parseDatabaseUrl(url);
    this.engine = server.engine;
    this.host = pulumi.output(host);
    this.port = pulumi.output(port);
    this.ca = server.ca === undefined ? undefined : pulumi.output(server.ca);
    this.admin = { user: pulumi.secret(user), password: pulumi.secret(password), database };
    this.connections = server.connections;
    this.registerOutputs({ host: this.host, port: this.port });
  }
}
