import * as http from "node:http";

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls an address on the ingress of this machine, whatever its host name. @throws Error unless the body is JSON */
export function call(url: string): Promise<Answer> {
  const { host, port, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    http
      .get({ host: "127.0.0.1", port, path: `${pathname}${search}`, headers: { host } }, (response) => {
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
      .on("error", reject);
  });
}
