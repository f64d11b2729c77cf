import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { deadLetterVariables } from "../../../function-variables";
import { described, log } from "../log";
import { outcomeOf, reasonOf } from "../outcome";
import { postBy } from "../post";
import { refusal } from "../refusal";
import { requestWith } from "../request";
import type { Answerer } from "../server";
import { deliveryOf, eventMedia, type Delivery } from "./delivery";
import { traceparentOf } from "./trace";

/**
 * What the Functions Framework calls, in its signature `http`: that one has the request's bytes, says what becomes of an
 * event by its status, and reads an event no other way than it was sent. Its signature `cloudevent` has neither.
 *
 * @param takes "events": what Pub/Sub and Cloud Scheduler wrap events in is taken off
 */
export function onCloudFunctions(
  answer: Answerer,
  takes: "requests" | "events",
): (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> {
  postBy(async (event, url) => (await import("./publish")).publishEvent(event, url));
  const answered: Answerer = takes === "events" ? (request) => takeEvent(answer, request) : answer;
  return getRequestListener(
    (request, { incoming }) => answered(asSent(request, (incoming as Incoming).rawBody !== undefined)),
    {
      overrideGlobalObjects: false,
      // The framework has read the request to its end.
      autoCleanupIncoming: false,
    },
  );
}

/** The framework reads what has a media type, and keeps its bytes. */
type Incoming = IncomingMessage & { readonly rawBody?: Buffer };

/**
 * With the trace that Google's header names.
 *
 * @param isUnpacked whether what says how the body was sent is true no more
 */
function asSent(request: Request, isUnpacked: boolean): Request {
  const { url, method, signal } = request;
  const headers = new Headers(request.headers);
  const trace = traceparentOf(headers.get("x-cloud-trace-context"));
  if (trace !== undefined && !headers.has("traceparent")) headers.set("traceparent", trace);
  if (isUnpacked && headers.has("content-encoding")) {
    headers.delete("content-encoding");
    headers.delete("content-length");
  }
  return requestWith(url, { method, headers, signal, body: request.body, duplex: "half" });
}

async function takeEvent(answer: Answerer, request: Request): Promise<Response> {
  const { url, method, headers, signal } = request;
  if (method !== "POST") return answer(request);
  const body = Buffer.from(await request.arrayBuffer());
  const delivery = deliveryOf(headers, body.toString("utf8"), headers.get("traceparent") ?? undefined);
  if (!delivery) return answer(requestWith(url, { method, headers, signal, body }));
  const answered = await answer(
    requestWith(url, {
      method,
      headers: { "content-type": eventMedia },
      signal,
      body: JSON.stringify(delivery.event ?? null),
    }),
  );
  return outcomeOf(answered.status) === "dead" ? keep(delivery, answered) : answered;
}

/**
 * Either of the two would bring again what is in vain: it is kept here, where Pub/Sub puts its own dead letters, and done. A
 * function that has no such topic leaves it at the line in its log.
 */
async function keep({ letter }: Delivery, answered: Response): Promise<Response> {
  const topic = process.env[deadLetterVariables.url];
  if (!topic) return done();
  const { publishMessage } = await import("./google");
  const said = {
    "dead-status": String(answered.status),
    "dead-reason": (await reasonOf(answered)).slice(0, 250),
  };
  try {
    await publishMessage(topic, { ...letter, attributes: { ...letter.attributes, ...said } });
    return done();
  } catch (error) {
    log("ERROR", "the dead letter was not kept: the event comes again", described(error));
    return refusal(500, "The function failed.");
  }
}

const done = (): Response => new Response(null, { status: 204 });
