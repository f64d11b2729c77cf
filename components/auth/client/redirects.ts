import type { Check } from "../problems";

/** A host that leads to the machine that asks. */
const isLocal = (host: string): boolean =>
  ["localhost", "127.0.0.1", "[::1]"].includes(host) || host.endsWith(".localhost");

const rule =
  "Allowed: a whole address without * and #, such as https://shop.example.com/signed-in, or with http:// one on " +
  "localhost. Write down every one that is used.";

/**
 * Whether users may be sent to an address with what signs them in. It is compared as it is (RFC 9700, 2.1): a pattern or
 * an open way would lead to somebody else's page as well.
 */
export function redirectCheck(field: string, address: string): Check {
  const found = `${field} has ${JSON.stringify(address)}`;
  if (!URL.canParse(address)) return [true, `${found}, which is no address. ${rule}`];
  const { protocol, hostname, username, password } = new URL(address);
  const safe = protocol === "https:" || (protocol === "http:" && isLocal(hostname));
  const wrong =
    (/[*\s\\]/.test(address) && "a pattern") ||
    (address.includes("#") && "a fragment") ||
    (username + password !== "" && "a login") ||
    (!safe && (protocol === "http:" ? "no TLS" : `the scheme ${protocol}`));
  return [wrong !== false, `${found}, with ${String(wrong)}. ${rule}`];
}

/** The origins of addresses, each once: where pages come from that call with a token. */
export const originsOf = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.map((address) => new URL(address).origin)),
];
