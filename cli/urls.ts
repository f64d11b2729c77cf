import * as http from "node:http";
import * as https from "node:https";
import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../local/errors";

/** A cold start takes a second or two; a route may need a few more to reach the ingress. */
const patience = 60_000;

export interface Answer {
  readonly status: number;
  readonly milliseconds: number;
}

/**
 * Calls an address until something other than the ingress answers.
 *
 * @throws UserError when nothing does within a minute
 */
export async function untilAnswers(url: string, limit = patience): Promise<Answer> {
  let last = "nothing";
  for (const deadline = Date.now() + limit; Date.now() < deadline; await wait(200)) {
    const started = Date.now();
    const status = await call(url).catch((error: Error) => error.message);
    // The ingress answers 404 for a route that it does not know yet, and 503 for one without a pod.
    if (typeof status === "number" && status !== 404 && status < 500)
      return { status, milliseconds: Date.now() - started };
    last = String(status);
  }
  throw new UserError(
    `${url} does not answer: found ${last} for ${limit / 1000} seconds. See \`npx cake logs\` and \`npx cake status\`.`,
  );
}

/** Node does not resolve names below `localhost` by itself; RFC 6761 says that they mean this machine. */
function call(url: string): Promise<number> {
  const { protocol, hostname, host, port, pathname, search } = new URL(url);
  const local = hostname === "localhost" || hostname.endsWith(".localhost");
  const options = {
    host: local ? "127.0.0.1" : hostname,
    port,
    path: `${pathname}${search}`,
    headers: { host },
    timeout: 30_000,
  };
  return new Promise((resolve, reject) => {
    const request = (protocol === "https:" ? https : http).get(options, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    request.on("timeout", () => request.destroy(new Error("no answer for 30 seconds")));
    request.on("error", reject);
  });
}
