/** How a program connects to a PostgreSQL or a CockroachDB, by an address of it. */
export interface DatabaseAddress {
  readonly user?: string;
  /** Its `sslmode`, as it is written. */
  readonly mode?: string;
  /** Whether the connection never leaves the pod: a socket, or a proxy beside the program. */
  readonly isLocal: boolean;
}

const url = /(?:jdbc:)?(?:postgres(?:ql)?|cockroach(?:db)?)(?:\+\w+)?:\/\/([^\s"'`<>\\]*)/gi;

/** The addresses of databases in a text: URLs, and a text that is one in the words of libpq. */
export function addressesIn(text: string): DatabaseAddress[] {
  const urls = [...text.matchAll(url)].map(([, rest]) => ofUrl(rest!));
  const words = ofWords(text);
  return words ? [...urls, words] : urls;
}

/** The text without its addresses. */
export const withoutAddresses = (text: string): string => (ofWords(text) ? "" : text.replace(url, " "));

function ofUrl(rest: string): DatabaseAddress {
  // What follows a URL in a sentence or a list is not of it.
  const [path, query] = rest.replace(/[),;.}]+$/, "").split("?") as [string, string?];
  const [authority] = path.split("/") as [string];
  const end = authority.lastIndexOf("@");
  const [name] = authority.slice(0, Math.max(end, 0)).split(":") as [string];
  const parameters = new URLSearchParams(query);
  return {
    user: name === "" ? (parameters.get("user") ?? undefined) : decoded(name),
    // asyncpg's word for it. What else `ssl` says means something else to each driver.
    mode: parameters.get("sslmode") ?? /\bssl=(verify-[^&]*)/.exec(query ?? "")?.[1],
    isLocal: areLocal(parameters.get("host") ?? authority.slice(end + 1)),
  };
}

/** @example "host=db.example.com user=shop sslmode=verify-full" */
function ofWords(text: string): DatabaseAddress | undefined {
  if (!/^\s*(?:\w+\s*=\s*(?:'[^']*'|[^\s']+)(?:\s+|$))+$/.test(text)) return undefined;
  const words = new Map(
    [...text.matchAll(/(\w+)\s*=\s*'?([^\s']*)/g)].map(([, name, value]) => [name, value] as const),
  );
  const host = words.get("host");
  const isAddress = host !== undefined && (words.has("user") || words.has("dbname"));
  return isAddress
    ? { user: words.get("user"), mode: words.get("sslmode"), isLocal: areLocal(host) }
    : undefined;
}

function areLocal(hosts: string): boolean {
  return hosts
    .split(",")
    .every((host) =>
      /^(?:|\/.*|%2F.*|localhost(?::\d+)?|127(?:\.\d+){3}(?::\d+)?|\[::1\](?::\d+)?|::1)$/i.test(host),
    );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
