import { admin } from "../postgres/names";

/** What a client says at the start of a session. */
export interface Start {
  /** In lower case, as CockroachDB's users are. */
  readonly user: string;
  /** The cluster that clients name here whose TLS says no host name. */
  readonly cluster?: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const flag = "--cluster=";

export function startOf(parameters: ReadonlyMap<string, string>): Start {
  const user = (parameters.get("user") ?? "").toLowerCase();
  const cluster = optionsOf(parameters).find((option) => option.startsWith(flag));
  return { user, cluster: cluster?.slice(flag.length), parameters };
}

/**
 * What PostgreSQL is told instead. Rights to make roles and databases are not inherited there, so members of `admin`
 * act as it from the start: a REVOKE takes away everything.
 */
export function forPostgres({ user, parameters }: Start, isAdministrator: boolean): Map<string, string> {
  const others = optionsOf(parameters).filter((option) => !option.startsWith(flag));
  const options = [...(isAdministrator ? [`-c role=${admin}`] : []), ...others].join(" ");
  const database = parameters.get("database") || "defaultdb";
  const result = new Map([...parameters, ["user", user], ["database", database], ["options", options]]);
  if (options === "") result.delete("options");
  return result;
}

const optionsOf = (parameters: ReadonlyMap<string, string>): string[] =>
  (parameters.get("options") ?? "").split(" ").filter(Boolean);
