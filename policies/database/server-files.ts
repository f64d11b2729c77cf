import type { Finding } from "../policy";
import type { Given } from "../given";

/** What a PostgreSQL reads its settings from. */
export function* fileFindings({ at, name = "", text }: Given): Iterable<Finding> {
  if (name.endsWith("postgresql.conf")) yield* settingsFindings(at, text);
  if (name.endsWith("pg_hba.conf")) yield* accessFindings(at, text);
}

function* settingsFindings(at: string, text: string): Iterable<Finding> {
  // As the server does it: the last one counts.
  const set = new Map(
    [...text.matchAll(/^\s*(\w+)[ \t]*[= \t][ \t]*'?([^\s'#]*)/gm)].map(([, name = "", value = ""]) => [
      name.toLowerCase(),
      value.toLowerCase(),
    ]),
  );
  if (!["on", "true", "yes", "1"].includes(set.get("ssl") ?? ""))
    yield { at, problem: "leaves TLS off", fix: "Set ssl = on, with ssl_cert_file and ssl_key_file" };
  if (!["tlsv1.2", "tlsv1.3"].includes(set.get("ssl_min_protocol_version") ?? "tlsv1.2"))
    yield {
      at,
      problem: "takes versions of TLS that are broken",
      fix: "Set ssl_min_protocol_version = 'TLSv1.3'",
    };
}

function* accessFindings(at: string, text: string): Iterable<Finding> {
  for (const [index, line] of text.split("\n").entries()) {
    const [type = "", , , address = "", ...rest] = line.trim().split(/\s+/);
    const isOpen = type === "host" || type === "hostnossl";
    if (!isOpen || isLoopback.test(address) || rest.includes("reject")) continue;
    yield {
      at,
      problem: `lets clients in without TLS (line ${index + 1})`,
      fix: `Write hostssl in place of ${type}`,
    };
  }
}

const isLoopback = /^(?:localhost|127\..*|::1(?:\/128)?)$/;
