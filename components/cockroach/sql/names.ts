/** The roles of an application's database. */
export interface Roles {
  /** Owns the database, and logs in to change its schema. */
  readonly owner: string;
  /** Holds what the application may do; nobody logs in as it. */
  readonly app: string;
  /** Who the application logs in as, one at a time: members of `app`. */
  readonly users: readonly [a: string, b: string];
}

/** Distinct for distinct databases: the ending of a role's name gives away the database's name. */
export function rolesOf(database: string): Roles {
  return {
    owner: `${database}_owner`,
    app: `${database}_app`,
    users: [`${database}_app_a`, `${database}_app_b`],
  };
}

/** Names of Kubernetes objects are made of it, and so are those of roles, which hold 63 characters. */
const longest = 40;
/** Names that SQL reads as they are typed, so that nobody has to quote them. */
export const nameForm = new RegExp(`^[a-z][a-z0-9_]{0,${longest - 1}}$`);
/** Databases that a server of PostgreSQL or CockroachDB has from the start. */
const taken = ["postgres", "template0", "template1", "defaultdb", "system"];

/**
 * What is wrong with a database's name, if anything. That a word of SQL is one of them does no harm, because scripts
 * here quote every name.
 */
export function nameProblem(name: string): string | undefined {
  const found = `the name is ${JSON.stringify(name)}`;
  if (!nameForm.test(name)) {
    return (
      `${found}. Allowed: up to ${longest} lower-case letters, digits and underscores, a letter first. ` +
      "Rename it."
    );
  }
  if (taken.includes(name) || /^(pg|crdb)_/.test(name)) {
    return (
      `${found}, which is the server's own. Allowed: any name but ${taken.join(", ")}, ` +
      "and none that starts with pg_ or crdb_. Rename it."
    );
  }
  return undefined;
}

/** A name as SQL takes it, whatever it holds. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL takes it, whatever it holds. */
export function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''")}'`;
  // Whether a backslash means itself depends on a server's settings, but not in this form.
  return text.includes("\\") ? `E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}
