import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { Access } from "../../cli/users/access";

/** What was asked, the log-ins aside. */
export interface Asked {
  /** Method, path below `/admin/realms`, and query. */
  readonly what: string;
  readonly body?: unknown;
}

interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: http.OutgoingHttpHeaders;
}

/** The part of Keycloak that manages users, with answers that a test gives it: HTTP on the loopback. */
export class FakeKeycloak {
  /** In the order in which it came. */
  readonly asked: Asked[] = [];
  /** How often somebody logged in. */
  logins = 0;
  /** How long its tokens last, in seconds. */
  lifespan = 60;
  private readonly answers = new Map<string, Answer>();

  private constructor(private readonly server: http.Server) {}

  static async start(): Promise<FakeKeycloak> {
    const server = http.createServer();
    const fake = new FakeKeycloak(server);
    server.on("request", (request, response) => void fake.serve(request, response));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** How `cake` reaches it. */
  get access(): Access {
    const account = { clientId: "cakestack", clientSecret: "s3cret+/" };
    return { stack: "dev", url: this.url, realm: "shop", page: "http://page/", ...account };
  }

  /** @param what as in `Asked`; everything else is answered with 501 */
  answer(what: string, body?: unknown, more: Omit<Answer, "body"> = {}): void {
    this.answers.set(what, { body, ...more });
  }

  /** Takes a question, and never answers it. */
  silent(what: string): void {
    this.answers.set(what, { body: new Promise(() => undefined) });
  }

  /** What was asked since it was last told. */
  told(): Asked[] {
    return this.asked.splice(0);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { status = 200, body: given, headers } = await this.answerTo(request);
    const body = await given;
    const isText = typeof body === "string";
    response.writeHead(status, { "content-type": isText ? "text/html" : "application/json", ...headers });
    response.end(isText ? body : body === undefined ? "" : JSON.stringify(body));
  }

  private async answerTo(request: http.IncomingMessage): Promise<Answer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method, url = "", headers } = request;
    if (url === "/realms/master/protocol/openid-connect/token") return this.login(headers, text);
    if (headers.authorization !== `Bearer ${this.token}`) return { status: 401, body: { error: "HTTP 401" } };
    const what = `${method} ${url.replace(/^\/admin\/realms/, "")}`;
    const body = text === "" ? undefined : (JSON.parse(text) as unknown);
    // The client sends an empty object with what has no body.
    const isEmpty = body === undefined || JSON.stringify(body) === "{}";
    this.asked.push(isEmpty ? { what } : { what, body });
    return this.answers.get(what) ?? { status: 501, body: { error: `nobody answers ${what}` } };
  }

  private token = "";

  private login({ authorization }: http.IncomingHttpHeaders, body: string): Answer {
    const known = this.answers.get("login");
    if (known) return known;
    const { clientId, clientSecret } = this.access;
    const [kind, coded = ""] = (authorization ?? "").split(" ");
    const account = Buffer.from(coded, "base64").toString().split(":").map(decodeURIComponent);
    const isRight =
      kind === "Basic" && account[0] === clientId && account[1] === clientSecret && account.length === 2;
    if (!isRight || new URLSearchParams(body).get("grant_type") !== "client_credentials") {
      return { status: 401, body: { error: "unauthorized_client", error_description: "Invalid client" } };
    }
    this.logins += 1;
    const claims = { exp: Math.floor(Date.now() / 1000) + this.lifespan, number: this.logins };
    this.token = `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.e30`;
    return { body: { access_token: this.token, token_type: "Bearer", expires_in: this.lifespan } };
  }
}
