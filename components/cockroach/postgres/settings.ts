import type { Size } from "../../contracts";
import { toMebibytes } from "../../size";

/** What a server has that is not told. */
export const defaults = { storage: "10 GB", memory: "512 MB", cpu: 0.1 } as const;

/** What decides the server's settings. */
export interface ServerSize {
  readonly memory: Size;
  readonly storage: Size;
  /** Connections of applications. @default – as many as the memory is for */
  readonly connections?: number;
}

/** Where things are in the container. */
export const paths = {
  volume: "/database",
  data: "/database/pgdata",
  lock: "/database/lock",
  settings: "/etc/postgresql",
  tls: "/etc/postgresql-tls",
  admin: "/etc/postgresql-admin",
  sockets: "/var/run/postgresql",
} as const;

/** In MB. What the server needs without a connection besides its buffers, and what one busy connection needs. */
const memoryOf = { server: 64, connection: 8 };

/** Connections that only the administrator may use: its Jobs run also when applications have taken all others. */
const reserved = 5;

/** A quarter of the memory is PostgreSQL's own advice. */
const buffers = (memory: Size): number => Math.floor(toMebibytes(memory) / 4);

/** How many connections the memory is for: `"512 MB"` is for 40. */
export function connectionsFor(memory: Size): number {
  const free = toMebibytes(memory) - buffers(memory) - memoryOf.server;
  return Math.max(0, Math.floor(free / memoryOf.connection));
}

/** `postgresql.conf`: what differs from PostgreSQL's own defaults, or must never follow them. */
export function serverSettings({ memory, storage, connections }: ServerSize): string {
  const log = Math.floor(toMebibytes(storage) / 10);
  return written({
    listen_addresses: "*",
    unix_socket_directories: paths.sockets,
    hba_file: `${paths.settings}/pg_hba.conf`,
    max_connections: (connections ?? connectionsFor(memory)) + reserved,
    superuser_reserved_connections: reserved,
    // A pod that vanished gives its connections back within 90 seconds.
    tcp_keepalives_idle: 60,
    tcp_keepalives_interval: 10,
    tcp_keepalives_count: 3,
    ssl: "on",
    ssl_min_protocol_version: "TLSv1.3",
    ssl_cert_file: `${paths.tls}/tls.crt`,
    ssl_key_file: `${paths.tls}/tls.key`,
    password_encryption: "scram-sha-256",
    shared_buffers: `${buffers(memory)}MB`,
    effective_cache_size: `${Math.floor(toMebibytes(memory) / 2)}MB`,
    // The write-ahead log may not fill a small volume.
    max_wal_size: `${Math.min(1024, Math.max(64, log))}MB`,
    min_wal_size: "32MB",
    timezone: "UTC",
    log_timezone: "UTC",
    log_destination: "stderr",
    log_line_prefix: "%m [%p] %quser=%u,db=%d,app=%a ",
    log_lock_waits: "on",
    // The text of a statement that fails may hold a password.
    log_min_error_statement: "panic",
  });
}

/** `pg_hba.conf`: over the network with TLS and a password; without one only for who is inside of the container. */
export const authentication = `hostssl all all all scram-sha-256
local all postgres peer
`;

function written(settings: Readonly<Record<string, string | number>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${typeof value === "number" ? value : `'${value}'`}\n`)
    .join("");
}
