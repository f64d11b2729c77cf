import { key, type DatabaseUrl } from "./url";

/** What Node and pg say when nothing answers at an address. */
const unreachable =
  /^(ECONN\w+|EHOST\w+|ENET\w+|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE)$|timeout expired|connection timeout|terminated unexpectedly/i;

const untrusted = /SELF_SIGNED|UNABLE_TO|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE|INVALID_CA/;

/** Why a database cannot be used, and what to do about it. */
export function refusalOf(error: Error & { readonly code?: string }, url: DatabaseUrl): string {
  const { code = "", message } = error;
  const { host, user, password, database } = url;
  // The server decides about this text.
  const said = (message || code).split("\n")[0]!.replaceAll(password, "***");
  if (/does not support SSL/.test(message)) {
    return "it speaks no TLS. Allowed: TLS with a certificate that can be verified. Switch it on at the server (ssl = on).";
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return `its certificate is not for ${host}: ${said}. Use a host name that it is for, or give the server a certificate for ${host}.`;
  }
  if (code === "CERT_HAS_EXPIRED" || code === "CERT_NOT_YET_VALID") {
    return `its certificate is not valid now: ${said}. Renew it.`;
  }
  if (untrusted.test(code)) {
    return (
      `its certificate is of no authority that is trusted: ${said}. ` +
      `Add the file with its authority to ${key}: sslrootcert=/path/of/ca.crt.`
    );
  }
  if (code.startsWith("ERR_SSL") || code === "EPROTO") {
    return `TLS with it failed: ${said}. Allowed: TLS 1.2 or newer. Upgrade the server.`;
  }
  switch (code) {
    case "28P01":
      return `it refuses the password of ${user}. Correct it: pulumi config set --secret ${key}.`;
    case "28000":
      return `it refuses the user ${user}: ${said}. Let that user log in, from this machine and from the cluster.`;
    case "3D000":
      return `it has no database ${database}. Name one that exists; postgres is on most servers, defaultdb on CockroachDB.`;
    case "53300":
      return `it has no connection left: ${said}. End some, or allow more.`;
  }
  if (unreachable.test(code) || unreachable.test(message)) {
    return `it cannot be reached from this machine: ${said}. Start it, correct the host and port, or let this machine through; where only the cluster is to reach it, set cake:database.private.`;
  }
  return `it answered: ${said}.`;
}
