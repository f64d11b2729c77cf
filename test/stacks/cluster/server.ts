import * as http from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";

const running: http.Server[] = [];

/** Serves on a free loopback port until `stopServers`. Answers with its address. */
export async function serve(
  answer: http.RequestListener,
  tls?: { key: string; cert: string },
): Promise<string> {
  const server = tls ? https.createServer(tls, answer) : http.createServer(answer);
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `${tls ? "https" : "http"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a Kubernetes API of this minor version answers. */
export const kubernetes =
  (minor: string): http.RequestListener =>
  (request, response) => {
    response.statusCode = request.url === "/version" ? 200 : 404;
    response.end(JSON.stringify({ major: "1", minor }));
  };

export async function stopServers(): Promise<void> {
  for (const server of running.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
