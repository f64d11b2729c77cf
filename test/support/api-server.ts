import { readFileSync } from "node:fs";
import * as http2 from "node:http2";
import { load } from "js-yaml";

/** What an API server answers. */
export interface Answer {
  readonly status: number;
  /** Its `Warning` header, as it stands there. */
  readonly warning: string;
  readonly body: { readonly message?: string; readonly [field: string]: unknown };
}

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: Readonly<Record<string, string>> }];
  readonly users: readonly [{ readonly user: Readonly<Record<string, string>> }];
}

/** How many requests are under way at most. */
const atOnce = 64;

/** The API server of a cluster, over one connection that is kept. */
export class ApiServer {
  private readonly session: http2.ClientHttp2Session;

  /** @param kubeconfig path of a file with a client certificate in it */
  constructor(kubeconfig: string) {
    const { clusters, users } = load(readFileSync(kubeconfig, "utf8")) as Kubeconfig;
    const [{ cluster }, { user }] = [clusters[0], users[0]];
    const decoded = (text = "") => Buffer.from(text, "base64");
    this.session = http2.connect(cluster.server!, {
      ca: decoded(cluster["certificate-authority-data"]),
      cert: decoded(user["client-certificate-data"]),
      key: decoded(user["client-key-data"]),
    });
    // Each request fails by itself.
    this.session.on("error", () => undefined);
  }

  /** Makes an object. @param path with its query @param as in whose place; the administrator's where it does not say */
  post(path: string, body: object, as?: string): Promise<Answer> {
    return this.send("POST", path, "application/json", body, as);
  }

  /** Changes an object by what is merged into it. @param as likewise */
  patch(path: string, body: object, as?: string): Promise<Answer> {
    return this.send("PATCH", path, "application/strategic-merge-patch+json", body, as);
  }

  /** Asks something of each of many, a few at a time; answers are in their order. */
  async each<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
    const answers: R[] = [];
    for (let start = 0; start < all.length; start += atOnce)
      answers.push(...(await Promise.all(all.slice(start, start + atOnce).map(ask))));
    return answers;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.session.close(resolve));
  }

  private send(method: string, path: string, type: string, body: object, as?: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      // Somebody with every right, under another name.
      const other = as !== undefined && { "impersonate-user": as, "impersonate-group": "system:masters" };
      const request = this.session.request({
        ":method": method,
        ":path": path,
        "content-type": type,
        ...other,
      });
      let answered: http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader = {};
      let text = "";
      request.setEncoding("utf8");
      request.on("response", (headers) => (answered = headers));
      request.on("data", (chunk: string) => (text += chunk));
      request.on("error", reject);
      request.on("end", () => {
        const status = answered[":status"] ?? 0;
        resolve({ status, warning: answered.warning ?? "", body: JSON.parse(text) as Answer["body"] });
      });
      request.end(JSON.stringify(body));
    });
  }
}
