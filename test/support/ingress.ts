import * as http from "node:http";

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** How an address is called. */
export interface Call {
  /** @default "GET" */
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
}

/** Calls an address on the ingress of this machine, whatever its host name. @throws Error unless the body is JSON */
export function call(url: string, { method, headers }: Call = {}): Promise<Answer> {
  const { host, port, pathname, search } = new URL(url);
  const options = { host: "127.0.0.1", port, path: `${pathname}${search}`, headers: { ...headers, host } };
  return new Promise((resolve, reject) => {
    http
      .request({ ...options, method }, (response) => {
        let body = "";
        response.on("data", (chunk: Buffer) => (body += chunk.toString()));
        response.on("end", () => {
          try {
            resolve({ status: response.statusCode ?? 0, body: JSON.parse(body) as unknown });
          } catch {
            reject(new Error(`${url} answered ${response.statusCode}: ${body}`));
          }
        });
      })
      .on("error", reject)
      .end();
  });
}
