import { anyOf } from "../kubernetes";
import { resourcePolicy, type Finding } from "../policy";
import { addressesIn, withoutAddresses } from "./addresses";
import { given, givesTexts, type Given } from "../given";
import { serverFindings, servers } from "./servers";
import { fileFindings } from "./server-files";

/** The certificate of a database is verified, with its name. */
export const databaseTls = resourcePolicy({
  name: "database-tls",
  description:
    "Programs connect to a database over TLS and verify its certificate, and the database takes nothing else.",
  why: "With less than verify-full, whoever is between a program and its database can answer in its place, and read the password and all data.",
  link: "https://www.postgresql.org/docs/current/libpq-ssl.html",
  options: {
    // verify-ca takes any server with a certificate of the same authority: of a public one, everybody's.
    modes: {
      description:
        "What sslmode may be; by verify-ca any server with a certificate of the same authority passes.",
      default: ["verify-full"],
      type: "array",
      items: { enum: ["verify-ca", "verify-full"] },
    },
  },
  concerns: anyOf(givesTexts, (type) => servers.has(type)),
  *check(resource, { options: { modes } }) {
    for (const one of given(resource)) {
      yield* clientFindings(one, modes);
      yield* fileFindings(one);
    }
    yield* serverFindings(resource);
  },
});

/** What libpq knows and does not verify; other words are no setting, but prose. */
const known = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"];

function* clientFindings({ at, name, text }: Given, modes: readonly string[]): Iterable<Finding> {
  const allowed = modes.join(" or ");
  const fix = `Write sslmode=${allowed}`;
  const isGood = (mode: string) => modes.includes(mode.toLowerCase());
  const bad = addressesIn(text).filter(({ mode, isLocal }) => !isLocal && !(mode && isGood(mode)));
  for (const words of new Set(bad.map(({ mode }) => described(mode))))
    yield { at, problem: `holds the address of a database with ${words}`, fix: `${fix} in it` };
  if (name !== undefined && /(?:^|_)(?:PG)?SSL_?MODE$/i.test(name)) {
    // Another's way to say the same, and what is replaced later.
    if (isGood(text) || /^verify_identity$/i.test(text) || text.startsWith("$")) return;
    yield {
      at,
      problem: `is ${known.includes(text) ? text : "no mode that verifies"}`,
      fix: `Set it to ${allowed}`,
    };
    return;
  }
  const said = [...withoutAddresses(text).matchAll(/\bssl_?mode["']?\s*[=:]\s*["']?([a-z-]+)/gi)];
  for (const mode of new Set(said.map(([, word]) => word!)))
    if (known.includes(mode) && !isGood(mode))
      yield { at, problem: `sets sslmode to ${mode}`, fix: `${fix} there` };
}

const described = (mode: string | undefined): string => {
  if (mode === undefined) return "no sslmode, which verifies nothing";
  return known.includes(mode) ? `sslmode ${mode}` : "an sslmode that does not exist";
};
