import * as http from "node:http";
import { getRequestListener } from "@hono/node-server";

/** Longer than Knative's proxy keeps an unused connection: it would send a request into one that is being closed. */
const keepAliveTimeout = 120_000;

/** Answers requests, and never fails. */
export type Answerer = (request: Request) => Response | Promise<Response>;

/**
 * Serves on `$PORT`. It listens only once the handler is loaded, so an open port means ready. On SIGTERM it takes no more
 * requests and ends when those in flight are answered; Kubernetes bounds how long that may take.
 */
export function serve(answer: Answerer, port = Number(process.env.PORT ?? 8080)): http.Server {
  const listener = getRequestListener(answer, { overrideGlobalObjects: false });
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
