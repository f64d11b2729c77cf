import { failed, type Check } from "../../problems";
import { refuse } from "../../refuse";
import { isPrivate } from "../addresses";

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
  const url = new URL(address);
  const { protocol, username, password } = url;
  const wrong =
    (/[*\s\\]/.test(address) && "a pattern") ||
    (address.includes("#") && "a fragment") ||
    (username + password !== "" && "a login") ||
    (!isPrivate(url) && (protocol === "http:" ? "no TLS" : `the scheme ${protocol}`));
  return [wrong !== false, `${found}, with ${String(wrong)}. ${rule}`];
}

/** Addresses that are known at last. @throws ResourceError that names all that are not good */
export function checkedRedirects(client: string, field: string, known: string[]): string[] {
  refuse(`Client ${client}`, failed(known.map((one) => redirectCheck(field, one))));
  return known;
}

/** The origins of addresses, each once: where pages come from that call with a token. */
export const originsOf = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.map((address) => new URL(address).origin)),
];
