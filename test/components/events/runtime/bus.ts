import type * as http from "node:http";
import type { CloudEvent } from "cloudevents";
import { readEvents } from "../../../../components/events/runtime/read-events";
import { bodyOf, httpServer, type HttpServer } from "../../../support/http-server";

/** A server that takes events, as a broker does. */
export interface Bus extends HttpServer {
  /** What came, in its order. */
  readonly events: CloudEvent<unknown>[];
  /** What it answers to an event. */
  status: number;
  /** What comes between taking an event and answering. */
  before?: () => Promise<void>;
}

export async function bus(): Promise<Bus> {
  const events: CloudEvent<unknown>[] = [];
  const server = await httpServer((incoming, outgoing) => {
    void take(incoming).then(
      async (event) => {
        if (taken.status === 202) events.push(event);
        await taken.before?.();
        outgoing.writeHead(taken.status).end();
      },
      () => outgoing.writeHead(400).end(),
    );
  });
  const taken: Bus = { ...server, events, status: 202 };
  return taken;
}

async function take(incoming: http.IncomingMessage): Promise<CloudEvent<unknown>> {
  const headers = incoming.headers as Record<string, string>;
  const request = new Request("http://bus/", { method: "POST", headers, body: await bodyOf(incoming) });
  return (await readEvents(request))[0]!;
}
