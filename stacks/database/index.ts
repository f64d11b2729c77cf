import * as pulumi from "@pulumi/pulumi";
import { ApplicationDatabase, type ApplicationDatabaseArgs } from "../../components/cockroach/application";
import { egressTo } from "../../components/kubernetes/egress";
import { CockroachCluster, type CockroachClusterArgs, type Wire } from "../../components/cockroach/cluster";
import { ExistingDatabase } from "../../components/cockroach/existing";
import { parseDatabaseUrl } from "../../components/cockroach/existing/url";
import { PostgresDatabase } from "../../components/cockroach/postgres";
import type { Cluster, Database } from "../../components/contracts";
import { writtenEvents } from "../../components/events/ledger/feed";
import { Namespace } from "../../components/kubernetes/namespace";
import type { Store } from "../../components/auth/store";
import { databases, type StackDatabase } from "../databases";
import { functionsOf } from "../functions";
import type { Settings } from "../presets";
import { wantsChangefeed } from "./changefeed";
import { connectionsLeft, ownShare, sharesOf } from "./connections";
import { planOf } from "./cost";
import type { ChosenDatabase } from "./preflight";
import { ownShares, type OwnDatabase } from "./shares";

/** Images that a cluster brings along where it cannot pull the official ones. */
export type DatabaseImages = NonNullable<ApplicationDatabaseArgs["images"]>;

/** The database layer: the server, and where the Jobs run that do SQL on it. */
export interface DatabaseLayer {
  readonly server: Database;
  readonly namespace: pulumi.Output<string>;
  /** What a namespace must let out for its pods to reach the server. */
  readonly egress: object;
  /** A database of an application on the server. */
  readonly application: (name: keyof typeof databases) => ApplicationDatabase;
  /** A database of one of the platform's own programs, which keeps a schema of its own there. */
  readonly store: (name: OwnDatabase) => Store;
}

/** Namespace of the server in the cluster, and of the Jobs. */
const name = "database";

/** What Jobs that run SQL may use together. */
const quota = { cpu: 2, memory: "2 GB", pods: 20 } as const;

/** Where the database is, and for whom. */
interface Place {
  readonly cluster: Cluster;
  readonly images: DatabaseImages;
  /** Namespaces whose pods connect. */
  readonly callers: readonly string[];
}

export function databaseLayer(
  settings: Settings,
  chosen: ChosenDatabase,
  place: Place,
  opts: pulumi.ComponentResourceOptions,
): DatabaseLayer {
  const { images } = place;
  const { server, namespace } = placed(settings, chosen, place, opts);
  const egress = egressTo(server);
  const own = ownShares(settings);
  const made = (database: string, args: Omit<ApplicationDatabaseArgs, "server" | "namespace" | "mark">) =>
    new ApplicationDatabase(
      database,
      {
        ...args,
        server,
        namespace,
        images,
        mark: `${pulumi.getProject()}/${pulumi.getStack()}`,
        rotation: settings.database.rotation?.[database],
        check: settings.database.check,
        deleteProtection: isProtected(settings),
      },
      opts,
    );
  return {
    server,
    namespace,
    egress,
    application: (name) => {
      const share = sharesOf(functionsOf(settings), connectionsLeft(chosen, own));
      return made(name, { connections: share(name), ...watching(databases[name], settings) });
    },
    store: (name) => {
      const { engine, ca } = server;
      const database = made(name, { connections: ownShare(chosen, own[name]!) });
      return { engine, ca, egress, connect: (consumer) => database.connection(consumer.as, consumer) };
    },
  };
}

/** A database whose outbox is watched, where that is asked for; the function that is told of it is one more pod. */
function watching({ outbox, ...args }: StackDatabase, settings: Pick<Settings, "events">) {
  if (!outbox || !wantsChangefeed(settings)) return args;
  return { ...args, watched: writtenEvents, pods: args.pods && args.pods + 1 };
}

/** The server, and the namespace of Jobs that reach it. */
function placed(
  settings: Settings,
  chosen: ChosenDatabase,
  { cluster, images, callers }: Place,
  opts: pulumi.ComponentResourceOptions,
): Pick<DatabaseLayer, "server" | "namespace"> {
  const jobs = (egress: object) => new Namespace(name, { quota, egress: [egress] }, opts).name;
  switch (chosen.kind) {
    case "postgres": {
      const { storage, memory } = chosen;
      const deleteProtection = isProtected(settings);
      const args = { cluster, image: images.postgres, storage, memory, callers, deleteProtection };
      const server = new PostgresDatabase(name, args, opts);
      return { server, namespace: server.reach.namespace };
    }
    case "existing": {
      const { url, checked } = chosen;
      const port = pulumi.output(parseDatabaseUrl(url).port);
      const namespace = jobs(egressTo({ reach: { kind: "internet" }, port }));
      const checkFrom = checked === "here" ? undefined : { namespace, image: images.postgres };
      return {
        server: new ExistingDatabase(name, { url, server: chosen.server, checkFrom }, opts),
        namespace,
      };
    }
    case "cockroach": {
      const server = new CockroachCluster(name, cockroachArgs(chosen, settings, cluster), opts);
      return { server, namespace: jobs(egressTo(server)) };
    }
    default:
      return chosen satisfies never;
  }
}

const isProtected = ({ database }: Settings): boolean => database.deleteProtection === "on";

type Cockroach = Extract<ChosenDatabase, { kind: "cockroach" }>;

function cockroachArgs(
  chosen: Cockroach,
  settings: Settings,
  { egressCidrs }: Cluster,
): CockroachClusterArgs {
  const { emulatorCa, allow = [] } = chosen;
  const wire: Wire = emulatorCa === undefined ? {} : { wire: "postgres", ca: emulatorCa };
  return {
    ...planOf(chosen),
    ...wire,
    name: chosen.name ?? `cake-${pulumi.getStack()}`,
    cloud: chosen.cloud,
    regions: chosen.regions,
    labels: { environment: settings.environment },
    allow: [...egressCidrs, ...allow],
    deleteProtection: isProtected(settings),
    folder: chosen.folder,
  };
}
