import type { RequestListener } from "node:http";
import { discover } from "../../../../components/auth/oidc/discovery";
import { serve, stopServers } from "../../../stacks/cluster/server";

afterAll(stopServers);

const keys = { keys: [{ kty: "RSA", kid: "1" }] };

/** A provider whose document differs from a good one. */
async function provider(
  differences: (origin: string) => object = () => ({}),
  jwks: object = keys,
): Promise<string> {
  let origin = "";
  const answer: RequestListener = ({ url }, response) => {
    const documents: Record<string, object> = {
      "/.well-known/openid-configuration": {
        issuer: origin,
        authorization_endpoint: `${origin}/authorize`,
        token_endpoint: `${origin}/token`,
        jwks_uri: `${origin}/keys`,
        response_types_supported: ["code", "id_token"],
        id_token_signing_alg_values_supported: ["HS256", "RS256"],
        code_challenge_methods_supported: ["plain", "S256"],
        ...differences(origin),
      },
      "/keys": jwks,
    };
    const found = documents[url ?? ""];
    response.statusCode = found ? 200 : 404;
    response.end(JSON.stringify(found ?? {}));
  };
  origin = await serve(answer);
  return origin;
}

const failure = (issuer: string): Promise<string> =>
  discover(issuer, 1_000).then(
    () => "",
    (error: Error) => error.message,
  );

test("a provider that says what is needed is taken", async () => {
  const issuer = await provider();
  expect(await discover(issuer)).toEqual({ issuer, jwksUri: `${issuer}/keys` });
});

test("so is one whose issuer ends in a slash, and that does not tell of PKCE", async () => {
  const origin = await provider((own) => ({
    issuer: `${own}/`,
    code_challenge_methods_supported: undefined,
  }));
  expect(await discover(`${origin}/`)).toEqual({ issuer: `${origin}/`, jwksUri: `${origin}/keys` });
});

test("a document that disagrees is told with all that is wrong", async () => {
  const issuer = await provider(() => ({
    issuer: "https://other.example.com",
    token_endpoint: "http://other.example.com/token",
    jwks_uri: undefined,
    response_types_supported: ["id_token"],
    id_token_signing_alg_values_supported: ["none", "HS256"],
    code_challenge_methods_supported: ["plain"],
  }));
  expect(await failure(issuer)).toBe(
    [
      `${issuer}/.well-known/openid-configuration:`,
      `  - issuer is "https://other.example.com". Allowed: "${issuer}", to the letter, as tokens have it. Correct the configuration.`,
      '  - token_endpoint is "http://other.example.com/token". Allowed: an address that begins with https://.',
      "  - jwks_uri is missing. Allowed: an address that begins with https://.",
      '  - response_types_supported is ["id_token"]. Allowed: with "code": users are signed in with the code flow.',
      '  - id_token_signing_alg_values_supported is ["none","HS256"]. Allowed: with one that only the provider can sign with, such as RS256.',
      '  - code_challenge_methods_supported is ["plain"]. Allowed: with "S256": pages sign in with PKCE.',
    ].join("\n"),
  );
});

test("one without keys is refused: nothing could be verified", async () => {
  const issuer = await provider(undefined, { keys: [] });
  expect(await failure(issuer)).toContain(`${issuer}/keys has no keys to verify tokens with.`);
});

test("one that does not answer is told with the reason", async () => {
  const issuer = await provider();
  await stopServers();
  expect(await failure(issuer)).toBe(
    `${issuer}/.well-known/openid-configuration does not answer: ECONNREFUSED. ` +
      "See that the issuer is right, and that this machine reaches it.",
  );
});

test("one that sends elsewhere, or answers with a page, is no provider", async () => {
  const elsewhere = await serve((_, response) => response.writeHead(302, { location: "/" }).end());
  expect(await failure(elsewhere)).toContain("answers with 302.");
  const page = await serve((_, response) => response.end("<html>"));
  expect(await failure(page)).toContain("is no JSON object.");
});

test.each([
  "http://id.example.com",
  "id.example.com",
  "https://id.example.com/?a=b",
  "https://id.example.com/#a",
  "",
])("%j is no issuer", async (issuer) => {
  expect(await failure(issuer)).toContain(`the issuer is ${JSON.stringify(issuer)}. Allowed: `);
});
