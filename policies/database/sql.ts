import type { Finding } from "../policy";
import type { Given } from "../given";

/** What a statement says that gives a role more than an application needs: in small letters, without quotes. */
const excesses: readonly { readonly statement: RegExp; readonly problem: string; readonly fix: string }[] = [
  {
    statement: /\bgrant all\b.* to /,
    problem: "grants everything (GRANT ALL)",
    fix: "Name the rights that are needed, such as GRANT SELECT, INSERT",
  },
  {
    statement: /\b(?:create|alter) (?:role|user) .*\b(?:superuser|createrole|bypassrls)\b/,
    problem: "makes a role with SUPERUSER, CREATEROLE or BYPASSRLS",
    fix: "Leave the attribute out",
  },
  {
    statement: /\bgrant (?:\w+,)*(?:admin|root|postgres|\w+superuser|pg_\w+_server_\w+)(?:,[\w,]+)? to /,
    problem: "makes a role a member of an administrator's",
    fix: "Grant the rights that are needed, and no role of an administrator",
  },
  {
    statement: /\bwith (?:admin|grant) (?:option|true)\b/,
    problem: "lets a role pass on what it has (WITH ADMIN OPTION, WITH GRANT OPTION)",
    fix: "Leave the option out",
  },
  {
    statement: /\bgrant .* to public\b/,
    problem: "grants something to everybody (TO PUBLIC)",
    fix: "Name the roles that need it",
  },
];

/** What SQL in a file, a script or a command gives away. */
export function* sqlFindings({ at, name, text }: Given): Iterable<Finding> {
  if (name !== undefined && !/\.(?:sql|sh)$/.test(name)) return;
  const statements = statementsOf(name?.endsWith(".sql") ? withoutTexts(text) : text);
  for (const { statement, problem, fix } of excesses)
    if (statements.some((one) => statement.test(one))) yield { at, problem, fix };
}

/** SQL without its comments and literals, which speak of statements, and are none. */
const withoutTexts = (sql: string): string => sql.replace(/--[^\n]*|\/\*[^]*?\*\/|'[^']*'/g, " ");

const statementsOf = (sql: string): string[] =>
  sql
    .toLowerCase()
    .replaceAll('"', "")
    .replace(/\s*,\s*/g, ",")
    .replace(/\s+/g, " ")
    .split(";");
