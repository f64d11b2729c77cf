import * as http from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Context, Handler } from "./handler";

/** Requests with a larger body are refused with 413. */
const largestBody = 1_000_000;

/** Knative sends the traffic elsewhere before it asks a pod to end; what is in flight gets this long. */
const drainTimeout = 25_000;

function log(severity: string, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
  process.stdout.write(`${JSON.stringify({ severity, time: new Date().toISOString(), message, ...fields })}\n`);
}

const context: Context = { log: (message, fields) => log("INFO", message, fields) };

/** Serves a handler on `$PORT` until SIGTERM. */
export function serve(handler: Handler, port = Number(process.env.PORT ?? 8080)): http.Server {
  const listener = getRequestListener((request) => answer(handler, request), { overrideGlobalObjects: false });
  const server = http.createServer((request, response) => void listener(request, response));
  process.once("SIGTERM", () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
    setTimeout(() => process.exit(1), drainTimeout).unref();
  });
  return server.listen(port);
}

async function answer(handler: Handler, request: Request): Promise<Response> {
  if (Number(request.headers.get("content-length") ?? 0) > largestBody) {
    return Response.json({ error: `The body is larger than ${largestBody} bytes.` }, { status: 413 });
  }
  try {
    return await handler(request, context);
  } catch (error) {
    log("ERROR", "the handler failed", { error: String(error), stack: (error as Error).stack });
    return Response.json({ error: "The function failed." }, { status: 500 });
  }
}
