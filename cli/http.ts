import * as http from "node:http";
import * as https from "node:https";

export interface Call {
  /** @default "GET" */
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string;
  /** Whom it is for. @default – the host of the address */
  readonly host?: string;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** How long an answer may take, in milliseconds. */
const patience = 30_000;

/** Calls an address. Node does not resolve names below `localhost` by itself; RFC 6761 says that they mean this machine. */
export function call(url: string, { method, headers, body, host }: Call = {}): Promise<Reply> {
  const address = new URL(url);
  const { protocol, hostname, port, pathname, search } = address;
  const local = hostname === "localhost" || hostname.endsWith(".localhost");
  const options = {
    host: local ? "127.0.0.1" : hostname,
    port,
    path: `${pathname}${search}`,
    method,
    headers: { ...headers, host: host ?? address.host },
    timeout: patience,
  };
  return new Promise((resolve, reject) => {
    const request = (protocol === "https:" ? https : http).request(options, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.on("error", reject);
    });
    request.on("timeout", () => request.destroy(new Error(`no answer for ${patience / 1000} seconds`)));
    request.on("error", reject);
    request.end(body);
  });
}
