import { causeOf, privateUrl } from "../addresses";
import { failed } from "../../problems";

/** What an OpenID Connect provider says of itself, as far as it is needed here. */
export interface Provider {
  readonly issuer: string;
  readonly jwksUri: string;
}

/** In milliseconds, for each of two requests. */
const patience = 10_000;

/** Signatures that only the provider can make; `HS256` and the like are made with what every application knows. */
const asymmetric = /^(RS|PS|ES)(256|384|512)$|^EdDSA$/;

type Document = Readonly<Record<string, unknown>>;

/**
 * Asks a provider what it is (OpenID Connect Discovery 1.0), and checks that its users can be signed in here.
 *
 * @param issuer to the letter, with or without a slash at its end
 * @throws Error naming everything that is wrong
 */
export async function discover(issuer: string, timeout = patience): Promise<Provider> {
  const address = privateUrl(issuer);
  if (!address || address.search !== "" || issuer.includes("#")) {
    throw new Error(
      `the issuer is ${JSON.stringify(issuer)}. Allowed: an address that begins with https://, without ? and #, as it ` +
        "stands in the provider's tokens.",
    );
  }
  const file = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const document = await read(file, timeout);
  const problems = problemsOf(issuer, document);
  if (problems.length === 0) problems.push(...(await keyProblems(String(document.jwks_uri), timeout)));
  if (problems.length > 0) {
    throw new Error(`${file}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
  }
  return { issuer, jwksUri: String(document.jwks_uri) };
}

function problemsOf(issuer: string, document: Document): string[] {
  const list = (key: string): unknown[] => (Array.isArray(document[key]) ? (document[key] as unknown[]) : []);
  const found = (key: string) => `${key} is ${JSON.stringify(document[key]) ?? "missing"}`;
  const methods = list("code_challenge_methods_supported");
  return failed([
    [
      document.issuer !== issuer,
      `${found("issuer")}. Allowed: ${JSON.stringify(issuer)}, to the letter, as tokens have it. Correct the configuration.`,
    ],
    ...(["authorization_endpoint", "token_endpoint", "jwks_uri"] as const).map(
      (key) =>
        [
          !privateUrl(document[key]),
          `${found(key)}. Allowed: an address that begins with https://.`,
        ] as const,
    ),
    [
      !list("response_types_supported").includes("code"),
      `${found("response_types_supported")}. Allowed: with "code": users are signed in with the code flow.`,
    ],
    [
      !list("id_token_signing_alg_values_supported").some((one) => asymmetric.test(String(one))),
      `${found("id_token_signing_alg_values_supported")}. Allowed: with one that only the provider can sign with, such as RS256.`,
    ],
    [
      // Who does not say may still do it, as Cognito.
      methods.length > 0 && !methods.includes("S256"),
      `${found("code_challenge_methods_supported")}. Allowed: with "S256": pages sign in with PKCE.`,
    ],
  ]);
}

async function keyProblems(jwksUri: string, timeout: number): Promise<string[]> {
  const { keys } = await read(jwksUri, timeout);
  return Array.isArray(keys) && keys.length > 0 ? [] : [`${jwksUri} has no keys to verify tokens with.`];
}

async function read(address: string, timeout: number): Promise<Document> {
  const advice = "See that the issuer is right, and that this machine reaches it.";
  let answer: Response;
  try {
    answer = await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(timeout) });
  } catch (error) {
    throw new Error(`${address} does not answer: ${causeOf(error)}. ${advice}`);
  }
  if (answer.status !== 200) throw new Error(`${address} answers with ${answer.status}. ${advice}`);
  const document: unknown = await answer.json().catch(() => undefined);
  if (typeof document !== "object" || document === null || Array.isArray(document)) {
    throw new Error(`${address} is no JSON object. ${advice}`);
  }
  return document as Document;
}
