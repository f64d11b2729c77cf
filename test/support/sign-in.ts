import { createHash, randomBytes } from "node:crypto";
import * as http from "node:http";

/** What a page of a server on the ingress answered. */
interface Page {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}

/** An application that users sign in to, as its provider knows it. */
export interface Application {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
}

/** What an application gets when a user has signed in. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
}

/** What a browser does to sign a user in: pages, a form, and cookies. Host names lead to the ingress of this machine. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

  /** Signs in with the code flow and PKCE. @throws Error with the page, where the user stays signed out */
  async signIn(application: Application, username: string, password: string): Promise<Tokens> {
    const { issuer, clientId, redirectUri } = application;
    const verifier = randomBytes(32).toString("base64url");
    const place = `${issuer}/protocol/openid-connect`;
    const question = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: "code",
      scope: "openid",
      state: "state",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    const form = await this.ask(`${place}/auth?${question.toString()}`);
    const [, action] = /action="([^"]+)"/.exec(form.body) ?? [];
    if (action === undefined) throw new Error(`no form to sign in with: ${form.status} ${form.body}`);
    const answer = await this.ask(action.replaceAll("&amp;", "&"), { username, password });
    const code = answer.location && new URL(answer.location).searchParams.get("code");
    if (!code) throw new Error(`${username} is not signed in: ${answer.status} ${answer.body}`);
    const tokens = await this.ask(`${place}/token`, {
      grant_type: "authorization_code",
      client_id: clientId,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      code,
    });
    if (tokens.status !== 200) throw new Error(`no tokens: ${tokens.status} ${tokens.body}`);
    return JSON.parse(tokens.body) as Tokens;
  }

  /** Asks for a page, or sends a form. */
  ask(address: string, form?: Readonly<Record<string, string>>): Promise<Page> {
    const { host, port, pathname, search } = new URL(address);
    const body = form && new URLSearchParams(form).toString();
    const headers: http.OutgoingHttpHeaders = {
      host,
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      ...(body !== undefined && {
        "content-type": "application/x-www-form-urlencoded",
        "content-length": Buffer.byteLength(body),
      }),
    };
    const options = { host: "127.0.0.1", port, path: `${pathname}${search}`, headers, agent: false };
    return new Promise((resolve, reject) => {
      const request = http.request({ ...options, method: form ? "POST" : "GET" }, (response) => {
        this.keep(response.headers["set-cookie"]);
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, location: response.headers.location, body: text }),
        );
      });
      request.on("error", reject);
      request.end(body);
    });
  }

  private keep(cookies: readonly string[] = []): void {
    for (const cookie of cookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (name === undefined || value === undefined) continue;
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}
