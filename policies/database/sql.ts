import type { Finding } from "../policy";
import type { Given } from "../given";

/** What SQL says that gives a role more than an application needs. */
const excesses: readonly { readonly statement: RegExp; readonly problem: string; readonly fix: string }[] = [
  {
    statement: /\bgrant\s+all\b[^;]*?\bto\b/i,
    problem: "grants everything (GRANT ALL)",
    fix: "Name the rights that are needed, such as GRANT SELECT, INSERT",
  },
  {
    statement: /\b(?:create|alter)\s+(?:role|user)\b[^;]*?\b(?:superuser|createrole|bypassrls)\b/i,
    problem: "makes a role with SUPERUSER, CREATEROLE or BYPASSRLS",
    fix: "Leave the attribute out",
  },
  {
    statement:
      /\bgrant\s+(?:[\w"]+\s*,\s*)*"?(?:admin|root|postgres|\w+superuser|pg_\w+_server_\w+)"?(?:\s*,[\w\s",]*)?\s+to\b/i,
    problem: "makes a role a member of an administrator's",
    fix: "Grant the rights that are needed, and no role of an administrator",
  },
  {
    statement: /\bwith\s+(?:admin|grant)\s+(?:option|true)\b/i,
    problem: "lets a role pass on what it has (WITH ADMIN OPTION, WITH GRANT OPTION)",
    fix: "Leave the option out",
  },
  {
    statement: /\bgrant\b[^;]*?\bto\s+public\b/i,
    problem: "grants something to everybody (TO PUBLIC)",
    fix: "Name the roles that need it",
  },
];

/** What SQL in a file, a script or a command gives away. */
export function* sqlFindings({ at, name, text }: Given): Iterable<Finding> {
  if (name !== undefined && !/\.(?:sql|sh)$/.test(name)) return;
  const statements = name?.endsWith(".sql") ? withoutTexts(text) : text;
  for (const { statement, problem, fix } of excesses)
    if (statement.test(statements)) yield { at, problem, fix };
}

/** SQL without its comments and literals, which speak of statements, and are none. */
const withoutTexts = (sql: string): string => sql.replace(/--[^\n]*|\/\*[^]*?\*\/|'[^']*'/g, " ");
