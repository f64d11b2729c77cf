import * as http from "node:http";

/** What a page of a server on the ingress answered. */
export interface Page {
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

/** What a browser does: pages, forms, and cookies. Host names lead to the ingress of this machine. */
export class Visitor {
  private readonly cookies = new Map<string, string>();

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
