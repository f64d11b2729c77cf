import type { Input, Output } from "@pulumi/pulumi";

/*
 * What the layers know of each other. A contract is plain data: it can be a stack output and be rebuilt
 * from a StackReference. Layers import this file and never each other.
 */

/** Where a cluster takes images from that were built on this machine. */
export type ImageStore = {
  /** What images of functions are built on: a root file system as a tar file, or an image to pull. */
  readonly base: string;
} & (
  | /** The image store of a containerd whose socket is on this machine. */ {
      readonly kind: "containerd";
      readonly socket: string;
    }
  | /** The nodes of a kind cluster. */ { readonly kind: "kind"; readonly cluster: string }
  | /** A registry that the cluster's nodes pull from, e.g. `registry.example.com/team`. */ {
      readonly kind: "registry";
      readonly prefix: string;
    }
);

/** A Kubernetes cluster that is there and answers. */
export interface Cluster {
  /** Contents of a kubeconfig; secret. */
  readonly kubeconfig: Output<string>;
  /** Public host names end in it: a service `s` in namespace `n` is `s.n.<domain>`. */
  readonly ingress: { readonly domain: string; readonly scheme: "http" | "https"; readonly port: number };
  /** Storage class for volumes; the cluster's default one when undefined. */
  readonly storageClass?: string;
  readonly images: ImageStore;
  /** Addresses from which the cluster reaches the internet, as CIDRs; empty where it cannot. */
  readonly egressCidrs: readonly string[];
}

/** A duration in words: `"30 seconds"`, `"1 minute"`. */
export type Duration = `${number} ${"second" | "seconds" | "minute" | "minutes" | "hour" | "hours"}`;

/** An amount of memory: `"256 MB"` is 256 MiB, as Kubernetes' `256Mi`. */
export type Size = `${number} ${"MB" | "GB"}`;

/** Name and password of a database user; both secret. */
export interface Credentials {
  readonly user: Output<string>;
  readonly password: Output<string>;
}

/**
 * A SQL database service that applications share: PostgreSQL in the cluster, one that existed before, or CockroachDB Cloud.
 * It speaks TLS, and clients verify its name. `database` in components/cockroach/application gives each application its own.
 */
export type Database = {
  /** What it speaks on the wire: decides the SQL that is sent to it. An emulated CockroachDB speaks as PostgreSQL. */
  readonly engine: "postgres" | "cockroach";
  readonly host: Output<string>;
  readonly port: Output<number>;
  /** PEM of the authority behind the server's certificate; undefined where that is a public one. */
  readonly ca?: Output<string>;
  /** Where it runs: pods of a namespace of the cluster, or addresses outside of it. */
  readonly reach:
    { readonly kind: "cluster"; readonly namespace: Output<string> } | { readonly kind: "internet" };
  /** Who makes databases and users. */
  readonly admin: Credentials & {
    /** The database that the administrator connects to. */
    readonly database: string;
  };
  /** Connections that all applications together should stay below. */
  readonly connections: number;
} & (
  | /** Databases and users are made in SQL. */ { readonly plan: "cluster" | "existing" }
  | /** Databases and users are made by the Cloud API. */ {
      readonly plan: "basic" | "standard";
      /** Id of the CockroachDB Cloud cluster. */
      readonly clusterId: Output<string>;
    }
);

/** Where a database is for whoever comes over the internet. */
export interface DatabaseAddress {
  /** Address with name and password, known once the database can be used; secret. */
  readonly url: Output<string>;
  /** PEM of the authority behind the server's certificate; undefined where that is a public one. */
  readonly ca?: Output<string>;
}

/** What one consumer gets of the connections to a database. */
export interface ConnectionShare {
  /** Connections that one pod may hold; elsewhere, one process of a function. */
  readonly poolSize: number;
  /** Pods that may run at once: so many times `poolSize` is what the server allows. */
  readonly pods: number;
}

/** How pods of one namespace reach a database of their own. */
export interface PodConnection extends ConnectionShare, Partial<DatabaseAddress> {
  /**
   * Name of a Secret in their namespace with the keys `host`, `port`, `database`, `user`, `password`, `url`, `jdbcUrl`, and
   * `ca.crt` where the authority is no public one.
   */
  readonly secret: Output<string>;
  /** Changes with the Secret's content, and says nothing of it. */
  readonly version: Output<string>;
}

/** How a program outside of the cluster reaches a database of its own: nothing of it is in the cluster. */
export interface RemoteConnection extends ConnectionShare, DatabaseAddress {
  readonly secret?: undefined;
  readonly version?: undefined;
}

/** How a function reaches a database of its own, wherever it runs. */
export type DatabaseConnection = PodConnection | RemoteConnection;

/** Rows of a table that somebody is told of as soon as they are there. */
export interface WatchedRows {
  readonly table: string;
  /** What is told of a row. */
  readonly columns: readonly string[];
  /** Which rows, as a condition in SQL. */
  readonly condition: string;
}

/** Who is told of rows: an address on the internet. */
export interface RowSink {
  /** Begins with https://. */
  readonly url: Output<string>;
  /** What a caller shows as `Authorization: Bearer`; secret. */
  readonly token: Output<string>;
}

/** What an application is to whoever signs its users in. */
export interface OidcClient {
  readonly clientId: Output<string>;
  /** Of an application that can keep one; secret. */
  readonly clientSecret?: Output<string>;
}

/** Who configures a Keycloak: a service account of its realm `master`. */
export interface KeycloakAdmin {
  /** Address for callers outside, known once it logs in there. */
  readonly url: Output<string>;
  readonly clientId: Output<string>;
  /** Secret. */
  readonly clientSecret: Output<string>;
}

/** Where an issuer's tokens say what others say elsewhere. */
export interface TokenClaims {
  /** Who a token is for. @default "aud" */
  readonly audience?: string;
  /** The roles of its user: a list of names. @default – `roles` in `realm_access`, as Keycloak has it */
  readonly roles?: string;
}

/**
 * Who signs users in: a realm of a Keycloak of ours, or any other OpenID Connect provider. `client` in
 * components/auth/client makes an application known to it.
 */
export type Identity = {
  /** As it stands in every token. */
  readonly issuer: Output<string>;
  /** Where pods get the keys that tokens are verified with; in the cluster, where the issuer is. */
  readonly jwksUri: Output<string>;
  /** Where functions outside of the cluster get them. @default – there, too */
  readonly publicJwksUri?: Output<string>;
} & (
  | {
      readonly kind: "keycloak";
      /** Id of the realm. */
      readonly realm: Output<string>;
      /** Ids of the realm's roles, by name. */
      readonly roles: Readonly<Record<string, Output<string>>>;
      readonly admin: KeycloakAdmin;
    }
  | {
      readonly kind: "oidc";
      /** Applications by name, as they were registered there by hand. */
      readonly clients: Readonly<Record<string, OidcClient>>;
      readonly claims?: TokenClaims;
    }
);

/** Who may do what with which object: a SpiceDB. It speaks gRPC over TLS, and clients verify its name. */
export interface Authorization {
  /** Host and port for pods, such as `spicedb.permissions.svc.cluster.local:50051`. */
  readonly endpoint: Output<string>;
  /** PEM of the authority behind its certificate. */
  readonly ca: Output<string>;
  /** What every caller shows; secret. */
  readonly presharedKey: Output<string>;
  /** Changes with the schema; known once the schema is in force. */
  readonly schemaVersion: Output<string>;
}

/**
 * Carries events, as CloudEvents, from whoever publishes them to the functions that they are for. `subscribe` in
 * components/events/bus makes a function one of those.
 */
export type EventBus = {
  /** Where callers on the same platform post an event to. */
  readonly url: Output<string>;
  /** An event that was taken is delivered once or more often, in any order; `lossy` ones only while nothing dies. */
  readonly delivery: "at-least-once" | "lossy";
  /**
   * Whether the database of its functions keeps which events they have handled, so that what is written to its outbox goes
   * out until it is. It is one database for all of them; those without a database handle an event when the bus has it.
   */
  readonly ledger?: boolean;
} & (
  | {
      readonly kind: "knative";
      /** Name of the Broker, and of the namespace that it and all its functions are in. */
      readonly broker: Output<string>;
      readonly namespace: Output<string>;
    }
  | {
      readonly kind: "eventbridge";
      /** ARN of the bus, and its name. */
      readonly arn: Output<string>;
      readonly name: Output<string>;
    }
  | {
      readonly kind: "pubsub";
      /** Id of the topic: `projects/<project>/topics/<topic>`. */
      readonly topic: Output<string>;
    }
);

/** The one of Knative's kind. */
export type KnativeEventBus = Extract<EventBus, { kind: "knative" }>;

/** The attributes that an event must have to be for a function, to the letter: its type, and perhaps others. */
export type EventFilter = { readonly type: string } & Readonly<Record<string, string>>;

/** What wakes a function besides HTTP. */
export type Trigger =
  | { readonly event: EventFilter; readonly schedule?: undefined }
  | {
      /** In cron's form of five fields: minute, hour, day of the month, month, day of the week. */
      readonly schedule: string;
      /** Such as `Europe/Vienna`. @default "UTC" */
      readonly timeZone?: string;
      readonly event?: undefined;
    };

/** One function, the same for every platform that runs functions. */
export interface FunctionSpec {
  /**
   * Code in TypeScript, or an image that serves HTTP on `$PORT`. Code is a folder with an `index.ts` that exports the handler,
   * and perhaps a folder `public` with files for browsers, whose TypeScript is bundled for them.
   */
  readonly code:
    | { readonly source: string; readonly image?: undefined }
    | { readonly image: string; readonly source?: undefined };
  /**
   * Pods at least, pods at most, requests at once in one pod. No more pods than its database has connections for.
   * @default {min: 0, max: 10, concurrency: 100} – fewer at most where its database has connections for fewer
   */
  readonly scale?: { readonly min?: number; readonly max?: number; readonly concurrency?: number };
  /** @default "256 MB" */
  readonly memory?: Size;
  /** The longest that one request may take. @default "60 seconds" */
  readonly timeout?: Duration;
  /**
   * The longest that a new version may take to be ready, the pull of its image included; one that takes longer has
   * failed, and the one before goes on. Give it more where the cluster adds nodes first. @default "90 seconds"
   */
  readonly startTimeout?: Duration;
  readonly environment?: Readonly<Record<string, Input<string>>>;
  /** Environment variables whose values are kept in a Secret. */
  readonly secrets?: Readonly<Record<string, Input<string>>>;
  /**
   * What wakes it. A function with triggers exports an `EventHandler`, takes events only, and is visible to the cluster only:
   * nobody else may tell it that something happened.
   */
  readonly triggers?: readonly Trigger[];
  /** Types of the events that it publishes; it may publish no others. It needs a bus. @default none */
  readonly publishes?: readonly string[];
  /** What it uses of other layers. */
  readonly needs?: {
    /** Where its events come from and go to. Sets EVENTS_URL, EVENTS_SOURCE, EVENTS_TYPES and, with a ledger, EVENTS_LEDGER. */
    readonly bus?: EventBus;
    /**
     * Sets DATABASE_URL and DATABASE_POOL_SIZE; outside of the cluster also DATABASE_CA, where the authority is no public one.
     */
    readonly database?: DatabaseConnection;
    /**
     * Sets AUTH_ISSUER, AUTH_JWKS_URI and AUTH_AUDIENCE: tokens of its users are for that audience. `claims` sets
     * AUTH_AUDIENCE_CLAIM and AUTH_ROLES_CLAIM.
     */
    readonly identity?: Pick<Identity, "issuer" | "jwksUri" | "publicJwksUri"> & {
      readonly audience: string;
      readonly claims?: TokenClaims;
    };
    /** Sets SPICEDB_ENDPOINT, SPICEDB_CA and SPICEDB_TOKEN. */
    readonly authorization?: Pick<Authorization, "endpoint" | "ca" | "presharedKey">;
  };
  /** Who reaches it: everyone through the ingress, or only the cluster. @default "public", "cluster" with triggers */
  readonly visibility?: "public" | "cluster";
}

/** A function that is deployed and answers. */
export interface DeployedFunction {
  /** Address for callers outside; undefined when it is visible to the cluster only. */
  readonly url: Output<string | undefined>;
  /** Address for callers on the same platform. */
  readonly innerUrl: Output<string>;
}

/** What runs functions. `deploy` in components/events/platform.ts takes any kind. */
export type FunctionPlatform = {
  /** What a function on it can reach: pods of the cluster, and the internet. */
  readonly reach: { readonly cluster: boolean; readonly internet: boolean };
} & (
  | { readonly kind: "knative"; readonly namespace: Output<string>; readonly cluster: Cluster }
  | /** AWS Lambda, in the region and account of the provider that it is deployed with. */ {
      readonly kind: "lambda";
      /** What the names of everything of it begin with: no two stacks of an account and region have the same. */
      readonly prefix: string;
      /** How long logs are kept. */
      readonly logDays: LogDays;
      /** ARN of a key of KMS that variables are encrypted with. @default – a key of AWS's own */
      readonly key?: Input<string>;
      /** Ids of where it is in a network of one's own, by which alone it then reaches the internet. @default – in none */
      readonly network?: {
        readonly subnets: readonly Input<string>[];
        readonly securityGroups: readonly Input<string>[];
      };
    }
  | /** Google Cloud Functions of the second generation, in the project of the provider that it is deployed with. */ {
      readonly kind: "cloudfunctions";
      /** What the names of everything of it begin with: no two stacks of a project have the same. */
      readonly prefix: string;
      /** Such as `europe-west1`. */
      readonly region: string;
      /** Id of the project, and its number. */
      readonly project: string;
      readonly projectNumber: Output<string>;
      /** Name of the bucket that sources are put into. */
      readonly bucket: Output<string>;
    }
);

/** Where a function runs beside pods. */
export type KnativePlatform = Extract<FunctionPlatform, { kind: "knative" }>;

/** Days that CloudWatch can keep logs for. */
export type LogDays = 1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 120 | 150 | 180 | 365;
