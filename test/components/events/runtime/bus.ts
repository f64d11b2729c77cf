import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { CloudEvent } from "cloudevents";
import { readEvents } from "../../../../components/events/runtime/read-events";

/** A server that takes events, as a broker does. */
export interface Bus {
  readonly url: string;
  /** What came, in its order. */
  readonly events: CloudEvent<unknown>[];
  /** What it answers to an event. */
  status: number;
  readonly close: () => Promise<void>;
}

export async function bus(): Promise<Bus> {
  const events: CloudEvent<unknown>[] = [];
  const server = http.createServer((incoming, outgoing) => {
    void take(incoming).then(
      (event) => {
        if (taken.status === 202) events.push(event);
        outgoing.writeHead(taken.status).end();
      },
      () => outgoing.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const taken: Bus = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    status: 202,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return taken;
}

async function take(incoming: http.IncomingMessage): Promise<CloudEvent<unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = incoming.headers as Record<string, string>;
  const request = new Request("http://bus/", { method: "POST", headers, body: Buffer.concat(chunks) });
  return (await readEvents(request))[0]!;
}
