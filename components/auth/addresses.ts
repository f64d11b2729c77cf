/** A host that leads to the machine that asks. */
const isLocal = (host: string): boolean =>
  ["localhost", "127.0.0.1", "[::1]"].includes(host) || host.endsWith(".localhost");

/** Whether what is sent to an address can be read on its way: with TLS, or on this machine, it cannot. */
export function isPrivate({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && isLocal(hostname));
}

/** Why there was no answer, such as ECONNREFUSED: fetch itself says no more than that it failed. */
export function causeOf(error: unknown): string {
  const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
  return typeof code === "string" ? code : message;
}

/** An address that is one, and private. */
export function privateUrl(address: unknown): URL | undefined {
  if (typeof address !== "string" || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  return isPrivate(url) ? url : undefined;
}
