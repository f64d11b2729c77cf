import type { Input } from "@pulumi/pulumi";
import type { Database, PodConnection } from "../../contracts";
import { authorityFile } from "../../database-authority";
import type { Store } from "../store";
import type { Variables } from "../variables";
import type { Hosts } from "./hosts";
import { usualHeapPercent } from "./size";

/** Keys of the Secret with the service account that configures it. */
export const adminKeys = { clientId: "clientId", clientSecret: "clientSecret" } as const;

/** How long a pod that is told to stop still serves, and then finishes what it serves, in seconds. */
export const farewell = (replicas: number): { readonly delay: number; readonly timeout: number } =>
  // One pod has no other to leave its users to: the sooner it ends, the sooner its successor starts.
  replicas > 1 ? { delay: 10, timeout: 10 } : { delay: 0, timeout: 5 };

/**
 * Options that are set when an image is built, for the Dockerfiles in this folder, and the same at run time. Those for
 * CockroachDB are what Phase Two's build of Keycloak asks for: transactions of one database, no organizations.
 */
export const buildOptions: Readonly<Record<Database["engine"], Readonly<Record<string, string>>>> = {
  postgres: { KC_DB: "postgres", KC_HEALTH_ENABLED: "true", KC_METRICS_ENABLED: "true" },
  cockroach: {
    KC_DB: "cockroach",
    KC_HEALTH_ENABLED: "true",
    KC_METRICS_ENABLED: "true",
    KC_TRANSACTION_XA_ENABLED: "false",
    KC_TRANSACTION_JTA_ENABLED: "false",
    KC_FEATURES_DISABLED: "organization",
  },
};

/** What decides a pod's environment. */
export interface EnvironmentSpec {
  readonly store: Pick<Store, "engine" | "ca">;
  readonly connection: PodConnection;
  /** Name of the Secret with `adminKeys`. */
  readonly admin: Input<string>;
  readonly hosts: Hosts;
  readonly replicas: number;
  readonly heapPercent: number;
}

/** Keycloak's options, as its environment variables. The pod's own address is `POD_IP`. */
export function environmentOf(spec: EnvironmentSpec): Variables {
  const { store, connection, admin, hosts, replicas, heapPercent } = spec;
  const { delay, timeout } = farewell(replicas);
  const poolSize = String(connection.poolSize);
  return {
    ...buildOptions[store.engine],
    ...database[store.engine](spec),
    KC_DB_USERNAME: { secret: connection.secret, key: "user" },
    KC_DB_PASSWORD: { secret: connection.secret, key: "password" },
    // All of one size, as Keycloak's guide has it: a sign-in then never waits for a connection to be made.
    KC_DB_POOL_INITIAL_SIZE: poolSize,
    KC_DB_POOL_MIN_SIZE: poolSize,
    KC_DB_POOL_MAX_SIZE: poolSize,
    KC_HOSTNAME: hosts.public.url,
    KC_HOSTNAME_ADMIN: hosts.admin.url,
    // TLS ends at the ingress, which says what the address was.
    KC_HTTP_ENABLED: "true",
    KC_PROXY_HEADERS: "xforwarded",
    // What the ingress lets through by its path must mean the same path here.
    KC_HTTP_ACCEPT_NON_NORMALIZED_PATHS: "false",
    // Only read while the realm `master` is made.
    KC_BOOTSTRAP_ADMIN_CLIENT_ID: { secret: admin, key: adminKeys.clientId },
    KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: { secret: admin, key: adminKeys.clientSecret },
    ...(replicas > 1 ? clustered[store.engine] : { KC_CACHE: "local" }),
    KC_SHUTDOWN_DELAY: `${delay}s`,
    KC_SHUTDOWN_TIMEOUT: `${timeout}s`,
    // What is not heap needs 300 MB of a small pod, too, or the kernel ends it.
    ...(heapPercent < usualHeapPercent && { JAVA_OPTS_KC_HEAP: `-XX:MaxRAMPercentage=${heapPercent}` }),
  };
}

/** Pods find one another in the database, and talk over TLS with certificates that they make and change themselves. */
const clustered: Readonly<Record<Database["engine"], Variables>> = {
  postgres: { KC_CACHE: "ispn", KC_CACHE_EMBEDDED_NETWORK_BIND_ADDRESS: "$(POD_IP)" },
  cockroach: {
    KC_CACHE: "ispn",
    KC_CACHE_CONFIG_FILE: "cache-ispn-jdbc-ping.xml",
    KC_ISPN_DB_VENDOR: "cockroachdb",
    KC_CACHE_EMBEDDED_NETWORK_BIND_ADDRESS: "$(POD_IP)",
  },
};

/** Where the database is; its certificate and its name are verified. */
const database: Readonly<Record<Database["engine"], (spec: EnvironmentSpec) => Variables>> = {
  postgres: ({ connection: { secret } }) => ({ KC_DB_URL: { secret, key: "jdbcUrl" } }),
  cockroach: ({ connection: { secret }, store }) => ({
    KC_DB_URL_HOST: { secret, key: "host" },
    KC_DB_URL_PORT: { secret, key: "port" },
    KC_DB_URL_DATABASE: { secret, key: "database" },
    KC_DB_URL_PROPERTIES: `?sslmode=verify-full&${authorityOf(store)}&useCockroachMetadata=true`,
    KC_DB_SCHEMA: "public",
  }),
};

/** Without a file, the driver must be told that public authorities are those of Java. */
function authorityOf({ ca }: Pick<Store, "ca">): string {
  return ca === undefined
    ? "sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
    : `sslrootcert=${authorityFile}`;
}
