import { createHmac, generateKeyPairSync } from "node:crypto";
import { exportJWK, exportSPKI, SignJWT, type JWTPayload } from "jose";
import { Refusal } from "../../../../components/auth/runtime/refusal";
import { tokenVerifier } from "../../../../components/auth/runtime/tokens";
import { Issuer, newKey, type Key } from "./issuer";

let key: Key;
let other: Key;
let issuer: Issuer;
let verify: (token: string) => Promise<JWTPayload>;

const limits = { timeoutDuration: 500, cooldownDuration: 0, cacheMaxAge: 300_000 };

beforeAll(async () => {
  [key, other] = await Promise.all([newKey("first"), newKey("second")]);
});
beforeEach(async () => {
  issuer = await Issuer.start(key);
  verify = tokenVerifier(issuer.rules, limits);
});
afterEach(() => issuer.stop());

const statusOf = (token: string): Promise<number> =>
  verify(token).then(
    () => 200,
    (error: unknown) => {
      if (error instanceof Refusal) return error.status;
      throw error;
    },
  );

const now = () => Math.floor(Date.now() / 1000);
const base64 = (value: object | string) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const parts = (token: string) => token.split(".") as [string, string, string];

describe("a token that is good", () => {
  it("tells what it says", async () => {
    expect(await verify(await issuer.token(key, { name: "Flora" }))).toMatchObject({
      sub: "f1",
      name: "Flora",
    });
  });

  it.each<[string, JWTPayload]>([
    ["one audience of several", { aud: ["other", "orders"] }],
    ["a clock that is a little ahead", { nbf: now() + 2, iat: now() + 2 }],
    ["an end that is a little ago", { exp: now() - 2 }],
    ["no type", { typ: undefined }],
  ])("may have %s", async (_, claims) => {
    expect(await statusOf(await issuer.token(key, claims))).toBe(200);
  });

  it.each(["PS256", "ES256", "EdDSA", "RS512"])("may be signed with %s", async (algorithm) => {
    const made = await newKey("k", algorithm);
    await issuer.serve(made);
    expect(await statusOf(await issuer.token(made))).toBe(200);
  });

  it("is verified with keys that were fetched once", async () => {
    for (let i = 0; i < 5; i++) expect(await statusOf(await issuer.token(key))).toBe(200);
    expect(issuer.asked).toBe(1);
  });
});

describe("an issuer that has its own claim for who a token is for", () => {
  beforeEach(() => {
    verify = tokenVerifier({ ...issuer.rules, audienceClaim: "client_id" }, limits);
  });

  it.each<[string, JWTPayload, number]>([
    ["the right one, and no audience", { aud: undefined, client_id: "orders" }, 200],
    ["one of several", { client_id: ["other", "orders"] }, 200],
    ["another one, and the right audience", { aud: "orders", client_id: "other" }, 401],
    ["none, and the right audience", { aud: "orders" }, 401],
    ["one that only begins like it", { client_id: "orders-2" }, 401],
    ["what is no name", { client_id: { orders: true } }, 401],
  ])("takes only tokens for the function: %s", async (_, claims, status) => {
    expect(await statusOf(await issuer.token(key, claims))).toBe(status);
  });
});

describe("a token is refused", () => {
  it.each<[string, JWTPayload]>([
    ["of another issuer", { iss: "https://evil.example.com" }],
    ["of an issuer with another slash", { iss: "https://issuer.example.com/realms/florist/" }],
    ["of an issuer in capitals", { iss: "https://ISSUER.example.com/realms/florist" }],
    ["of several issuers", { iss: ["https://issuer.example.com/realms/florist"] as unknown as string }],
    ["without an issuer", { iss: undefined }],
    ["for another audience", { aud: "billing" }],
    ["for an audience that begins alike", { aud: "orders-admin" }],
    ["for audiences without this one", { aud: ["billing", "account"] }],
    ["for no audience", { aud: undefined }],
    ["for an empty list of audiences", { aud: [] }],
    ["that has ended", { exp: now() - 60 }],
    ["that never ends", { exp: undefined }],
    ["whose end is no number", { exp: "tomorrow" as unknown as number }],
    ["that is not yet good", { nbf: now() + 60 }],
    ["whose beginning is no number", { nbf: "yesterday" as unknown as number }],
    ["that was made nobody knows when", { iat: undefined }],
    ["of nobody", { sub: undefined }],
    ["of an empty name", { sub: "" }],
    ["that tells of a user (an ID token)", { typ: "ID" }],
    ["that renews a session", { typ: "Refresh" }],
    ["that renews one while the user is away", { typ: "Offline" }],
    ["whose type is no text", { typ: { Bearer: true } }],
  ])("%s", async (_, claims) => {
    expect(await statusOf(await issuer.token(key, claims))).toBe(401);
  });

  it.each<[string, () => Promise<string>]>([
    ["with a key that the issuer does not have", () => issuer.token(other)],
    ["with another key under the name of the issuer's", () => issuer.token({ ...other, id: key.id })],
    ["with a key that is nowhere named", () => issuer.token(key, {}, { kid: "third" })],
    [
      "that is not signed",
      async () => {
        const [, payload] = parts(await issuer.token(key));
        return `${base64({ alg: "none", typ: "JWT" })}.${payload}.`;
      },
    ],
    [
      "whose signature was taken off",
      async () => {
        const [header, payload] = parts(await issuer.token(key));
        return `${header}.${payload}.`;
      },
    ],
    [
      "that says something else than what was signed",
      async () => {
        const [header, payload, signature] = parts(await issuer.token(key));
        const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
        return `${header}.${base64({ ...claims, sub: "admin" })}.${signature}`;
      },
    ],
    [
      "with a signature of another token",
      async () => {
        const [header, payload] = parts(await issuer.token(key));
        const [, , signature] = parts(await issuer.token(key, { sub: "f2" }));
        return `${header}.${payload}.${signature}`;
      },
    ],
    [
      "that is signed with the public key as if it were a shared secret",
      async () => {
        const [, payload] = parts(await issuer.token(key));
        const content = `${base64({ alg: "HS256", kid: key.id, typ: "JWT" })}.${payload}`;
        const secret = await exportSPKI(key.publicKey);
        return `${content}.${createHmac("sha256", secret).update(content).digest("base64url")}`;
      },
    ],
    [
      "with a key that it brings along",
      async () => issuer.token({ ...other, id: key.id }, {}, { jwk: await exportJWK(other.publicKey) }),
    ],
    [
      "with keys from an address that it names",
      async () => {
        const evil = await Issuer.start({ ...other, id: "evil" });
        try {
          const token = await issuer.token({ ...other, id: "evil" }, {}, { jku: evil.jwksUri });
          expect(await statusOf(token)).toBe(401);
          expect(evil.asked).toBe(0);
          return token;
        } finally {
          await evil.stop();
        }
      },
    ],
    [
      "with what it says must be understood, and is not",
      async () => {
        const [, payload] = parts(await issuer.token(key));
        return `${base64({ alg: "RS256", kid: key.id, crit: ["later"], later: true })}.${payload}.AAAA`;
      },
    ],
    ["with two dots only", () => Promise.resolve("..")],
    ["that is no token", () => Promise.resolve("token")],
    ["with a part too many", async () => `${await issuer.token(key)}.AAAA`],
    ["whose header is no JSON", () => Promise.resolve(`${base64("{")}.${base64({})}.AAAA`)],
    [
      "whose payload is a list",
      async () => {
        const [header] = parts(await issuer.token(key));
        return `${header}.${base64([])}.AAAA`;
      },
    ],
    [
      "with a key of another kind than its algorithm says",
      async () => {
        const curve = generateKeyPairSync("ec", { namedCurve: "P-256" });
        const now = Math.floor(Date.now() / 1000);
        return new SignJWT({ iss: issuer.issuer, aud: issuer.audience, sub: "f1", iat: now, exp: now + 60 })
          .setProtectedHeader({ alg: "ES256", kid: key.id })
          .sign(curve.privateKey);
      },
    ],
  ])("%s", async (_, make) => {
    expect(await statusOf(await make())).toBe(401);
  });
});

describe("when the issuer changes its keys", () => {
  it("a token of the new one is good at once, and one of the old one is not", async () => {
    expect(await statusOf(await issuer.token(key))).toBe(200);
    await issuer.serve(other);
    expect(await statusOf(await issuer.token(other))).toBe(200);
    expect(await statusOf(await issuer.token(key))).toBe(401);
  });

  it("both are good while it has both", async () => {
    await issuer.serve(key, other);
    expect(await statusOf(await issuer.token(key))).toBe(200);
    expect(await statusOf(await issuer.token(other))).toBe(200);
  });

  it("names that are made up ask it once in a while only", async () => {
    verify = tokenVerifier(issuer.rules, { ...limits, cooldownDuration: 60_000 });
    for (let i = 0; i < 10; i++)
      expect(await statusOf(await issuer.token(key, {}, { kid: `made-up-${i}` }))).toBe(401);
    expect(issuer.asked).toBe(1);
  });
});

describe("while the issuer's keys are not to be had, nobody is let in", () => {
  it.each<[string, () => void]>([
    ["it answers with an error", () => issuer.break((response) => response.writeHead(500).end())],
    [
      "it sends somewhere else",
      () => issuer.break((response) => response.writeHead(302, { location: "/" }).end()),
    ],
    ["it answers with a page", () => issuer.break((response) => response.end("<html>"))],
    ["it answers with something else than keys", () => issuer.break((response) => response.end("{}"))],
    ["it hangs up", () => issuer.break((response) => response.destroy())],
    ["it does not answer", () => issuer.break(() => undefined)],
  ])("%s", async (_, breakIt) => {
    const token = await issuer.token(key);
    breakIt();
    expect(await statusOf(token)).toBe(503);
  });

  it("nothing is there", async () => {
    const token = await issuer.token(key);
    const { rules } = issuer;
    await issuer.stop();
    verify = tokenVerifier(rules, limits);
    expect(await statusOf(token)).toBe(503);
    issuer = await Issuer.start(key);
  });

  it("and everybody is again when they are", async () => {
    const token = await issuer.token(key);
    issuer.break((response) => response.writeHead(503).end());
    expect(await statusOf(token)).toBe(503);
    await issuer.serve(key);
    expect(await statusOf(token)).toBe(200);
  });

  it("but those whose key was fetched before", async () => {
    expect(await statusOf(await issuer.token(key))).toBe(200);
    issuer.break((response) => response.writeHead(503).end());
    expect(await statusOf(await issuer.token(key))).toBe(200);
  });

  it("and not for longer than keys are kept", async () => {
    verify = tokenVerifier(issuer.rules, { ...limits, cacheMaxAge: 0 });
    expect(await statusOf(await issuer.token(key))).toBe(200);
    issuer.break((response) => response.writeHead(503).end());
    expect(await statusOf(await issuer.token(key))).toBe(503);
  });
});
