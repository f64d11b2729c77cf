import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from "jose";

/** What stands in a token's header. */
type Header = Readonly<Record<string, unknown>>;

/** A key pair, as an issuer has it. */
export interface Key {
  readonly id: string;
  readonly algorithm: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

export async function newKey(id: string, algorithm = "RS256"): Promise<Key> {
  return { id, algorithm, ...(await generateKeyPair(algorithm, { extractable: true })) };
}

/** An issuer of tokens on this machine: its keys are served, and what is served can be changed. */
export class Issuer {
  readonly issuer = "https://issuer.example.com/realms/florist";
  readonly audience = "orders";
  /** How often keys were asked for. */
  asked = 0;
  private keys: readonly object[] = [];
  private answer: ((response: http.ServerResponse) => void) | undefined;

  private constructor(private readonly server: http.Server) {
    server.on("request", (_request, response: http.ServerResponse) => {
      this.asked++;
      if (this.answer) this.answer(response);
      else response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: this.keys }));
    });
  }

  static async start(...keys: Key[]): Promise<Issuer> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const issuer = new Issuer(server);
    await issuer.serve(...keys);
    return issuer;
  }

  get jwksUri(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/certs`;
  }

  get rules() {
    const { issuer, audience, jwksUri } = this;
    return { issuer, audience, jwksUri };
  }

  async serve(...keys: Key[]): Promise<void> {
    this.answer = undefined;
    this.keys = await Promise.all(
      keys.map(async ({ id, algorithm, publicKey }) => ({
        ...(await exportJWK(publicKey)),
        kid: id,
        alg: algorithm,
        use: "sig",
      })),
    );
  }

  /** Answers like this from now on. */
  break(answer: (response: http.ServerResponse) => void): void {
    this.answer = answer;
  }

  /** A good token, with changes of what it says and of its header. */
  token(key: Key, claims: JWTPayload = {}, header: Header = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const { issuer, audience } = this;
    const usual = {
      iss: issuer,
      aud: audience,
      sub: "f1",
      iat: now,
      exp: now + 300,
      typ: "Bearer",
    };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: key.algorithm, kid: key.id, typ: "JWT", ...header })
      .sign(key.privateKey);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
