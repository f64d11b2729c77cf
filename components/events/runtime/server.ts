import * as http from "node:http";
import { getRequestListener } from "@hono/node-server";
import { fileServer, type Assets } from "./assets";
import { largestBody, limited } from "./body";
import type { Context, Handler } from "./handler";
import { described, log } from "./log";

/** Longer than Knative's proxy keeps an unused connection: it would send a request into one that is being closed. */
const keepAliveTimeout = 120_000;

const context: Context = { log: (message, fields) => log("INFO", message, fields) };

/**
 * Serves a handler on `$PORT`, and before it files for browsers. It listens only once the handler is loaded, so an open port means ready. On SIGTERM it
 * takes no more requests and ends when those in flight are answered; Kubernetes bounds how long that may take.
 */
export function serve(
  handler: Handler,
  assets: Assets = {},
  port = Number(process.env.PORT ?? 8080),
): http.Server {
  const files = fileServer(assets);
  const listener = getRequestListener((request) => files(request) ?? answer(handler, request), {
    overrideGlobalObjects: false,
  });
  let stopping = false;
  const server = http.createServer({ keepAliveTimeout }, (request, response) => {
    response.once("close", () => {
      if (stopping) setImmediate(() => server.closeIdleConnections());
    });
    void listener(request, response);
  });
  process.once("SIGTERM", () => {
    stopping = true;
    server.close(() => process.exit(0));
  });
  return server.listen(port);
}

async function answer(handler: Handler, incoming: Request): Promise<Response> {
  try {
    const request = await limited(incoming);
    if (!request) return refusal(413, `The body is larger than ${largestBody} bytes.`);
    const response: unknown = await handler(request, context);
    if (response instanceof Response) return response;
    throw new TypeError("the handler returned something that is not a Response");
  } catch (error) {
    log("ERROR", "the handler failed", described(error));
    return refusal(500, "The function failed.");
  }
}

/** The connection ends with it: what is left of a body that is too large is not read. */
const refusal = (status: number, error: string) =>
  Response.json({ error }, { status, headers: status === 413 ? { connection: "close" } : {} });
