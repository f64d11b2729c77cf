import * as http from "node:http";
import type { AddressInfo } from "node:net";

/** A server on a free port of the loopback. */
export interface HttpServer {
  readonly url: string;
  /** Ends it, and every connection to it. */
  readonly close: () => Promise<void>;
}

export async function httpServer(answer: http.RequestListener): Promise<HttpServer> {
  const server = http.createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** The body of a request, in whole. */
export async function bodyOf(incoming: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
