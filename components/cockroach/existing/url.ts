import { RunError } from "@pulumi/pulumi";

/** Where a database that exists is, and who its administrator is. */
export interface DatabaseUrl {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** File with the authority of its certificate; undefined where that is a public one. */
  readonly authority: string | undefined;
}

/** The configuration that holds the address. */
export const key = "cake:databaseUrl";

const form = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=verify-full";

/** As libpq writes "the authorities of this machine". */
const publicAuthorities = "system";

/** @throws RunError with everything that is wrong, and nothing of the secret parts */
export function parseDatabaseUrl(text: string): DatabaseUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["postgresql:", "postgres:"].includes(url.protocol)) {
    throw new RunError(
      `${key} is no address of a database. Allowed: ${form} with one host, and other than letters and digits ` +
        "percent-encoded in the user and the password. Correct it.",
    );
  }
  const parts = {
    user: decoded(url.username),
    password: decoded(url.password),
    database: decoded(url.pathname.slice(1)),
    host: url.hostname.replace(/^\[|\]$/g, ""),
  };
  const problems = [...partProblems(parts), ...parameterProblems(url.searchParams)];
  if (problems.length > 0) {
    throw new RunError(`${key} cannot be used:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
  }
  const authority = url.searchParams.get("sslrootcert") ?? publicAuthorities;
  return {
    ...(parts as Record<keyof typeof parts, string>),
    port: Number(url.port || 5432),
    authority: authority === publicAuthorities ? undefined : authority,
  };
}

/** The address without its password, for messages. */
export function shown({ user, host, port, database }: DatabaseUrl): string {
  const server = host.includes(":") ? `[${host}]` : host;
  return `postgresql://${encodeURIComponent(user)}@${server}:${port}/${database}`;
}

/** @returns undefined for what is not percent-encoded right */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function partProblems(parts: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(parts).flatMap(([name, value]) => {
    if (value === undefined) return [`the ${name} is not percent-encoded. Write % as %25.`];
    if (value === "") return [`the ${name} is missing. Allowed: ${form}.`];
    if (value.includes(",") && name === "host") return ["it has several hosts. Allowed: one."];
    return value.includes("/") && name === "database"
      ? ["the database has a slash. Allowed: the name of one database."]
      : [];
  });
}

function parameterProblems(parameters: URLSearchParams): string[] {
  return [...parameters].flatMap(([name, value]) => {
    switch (name) {
      case "sslmode":
        return value === "verify-full"
          ? []
          : [
              `sslmode is ${JSON.stringify(value)}, under which another server can answer in its place. Allowed: verify-full.`,
            ];
      case "sslrootcert":
        return value === "" ? ["sslrootcert is empty. Allowed: a file, or system."] : [];
      default:
        return [`it has the parameter ${name}. Allowed: sslmode, sslrootcert. Remove it.`];
    }
  });
}
