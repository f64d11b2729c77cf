import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { Conformance, type Call } from "../openapi";
import { Cloud } from "./cloud";
import { routes } from "./routes";

/** A request as it came. */
export interface CloudRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
  readonly headers: http.IncomingHttpHeaders;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The CockroachDB Cloud API, without databases behind it, and what it was asked. It can be told to answer otherwise. */
export class CloudServer {
  readonly cloud = new Cloud();
  readonly requests: CloudRequest[] = [];
  /** Calls that are not as the API's document has them, where there is one; never forgotten. */
  readonly problems: string[] = [];
  private readonly conformance = new Conformance();
  private readonly awaited: { readonly key: string; readonly resolve: () => void }[] = [];
  private readonly scripted: { readonly key: string; readonly answer: Answer }[] = [];
  private readonly server = http.createServer((request, response) => void this.serve(request, response));

  /** Serves on a free port of the loopback interface. @returns the address */
  async start(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  /** Forgets everything. */
  reset(): void {
    this.cloud.clear();
    this.requests.length = this.scripted.length = 0;
  }

  /** Answers the next request that has the key in its method and path so; the one after it with the next answer. */
  script(key: string, ...answers: Answer[]): void {
    this.scripted.push(...answers.map((answer) => ({ key, answer })));
  }

  /** Resolves with the next request that has the key in its method and path. */
  asked(key: string): Promise<void> {
    return new Promise((resolve) => this.awaited.push({ key, resolve }));
  }

  /** Method and path of the requests that change something. */
  changes(): string[] {
    const changing = this.requests.filter(({ method }) => method !== "GET");
    return changing.map(({ method, path }) => `${method} ${path}`);
  }

  /** Body of the last request with a method. */
  lastBody(method: string): unknown {
    return this.requests.findLast((request) => request.method === method)?.body;
  }

  private async serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { method = "", url: path = "", headers } = request;
    const body = text === "" ? undefined : (JSON.parse(text) as unknown);
    this.requests.push({ method, path, headers, body });
    for (const { key, resolve } of this.awaited) if (`${method} ${path}`.includes(key)) resolve();
    const scripted = this.scriptedAnswer(`${method} ${path}`);
    const { status, body: answer = {}, headers: more } = scripted ?? this.answer(`${method} ${path}`, body);
    response.writeHead(status, { "Content-Type": "application/json", ...more });
    response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
    if (!scripted) this.examine({ method, path, request: body, status, response: answer });
  }

  /** As it goes over the wire: what is undefined here is not there. */
  private examine(call: Call): void {
    const problems = this.conformance.problems(JSON.parse(JSON.stringify(call)) as Call);
    this.problems.push(...problems.map((problem) => `${call.method} ${call.path}: ${problem}`));
  }

  private scriptedAnswer(call: string): Answer | undefined {
    const index = this.scripted.findIndex(({ key }) => call.includes(key));
    return index < 0 ? undefined : this.scripted.splice(index, 1)[0]?.answer;
  }

  private answer(call: string, body: unknown): Answer {
    const [path = "", query] = call.split("?");
    for (const [route, handle] of Object.entries(routes)) {
      const names = new RegExp(`^${route.replaceAll("*", "([^/]*)")}$`).exec(path)?.slice(1);
      if (names) return handle(this.cloud, names.map(decodeURIComponent), body, new URLSearchParams(query));
    }
    return { status: 501, body: { message: `no answer to ${call}` } };
  }
}
