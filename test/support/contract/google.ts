import type * as http from "node:http";
import { CloudEvent } from "cloudevents";
import { bodyOf, httpServer, type HttpServer } from "../http-server";

interface Message {
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Stands in for Google's metadata server, and for Pub/Sub with a topic `events` and a topic `dead`. */
export interface Google extends HttpServer {
  readonly events: CloudEvent<unknown>[];
  /** The messages of the topic `dead`. */
  readonly letters: Message[];
  /** What it answers to what is published on `events`. */
  status: number;
}

const token = "a token of the function's account";

export async function google(): Promise<Google> {
  const server = await httpServer((incoming, outgoing) => {
    void bodyOf(incoming).then((bytes) => {
      const { status, answer } = answerTo(cloud, incoming, bytes.toString());
      outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  const cloud: Google = {
    ...server,
    events: [],
    letters: [],
    status: 200,
  };
  return cloud;
}

interface Answer {
  readonly status: number;
  readonly answer: unknown;
}

function answerTo(cloud: Google, { url, headers }: http.IncomingMessage, body: string): Answer {
  if (url === "/computeMetadata/v1/instance/service-accounts/default/token") {
    if (headers["metadata-flavor"] !== "Google") return { status: 403, answer: {} };
    return { status: 200, answer: { access_token: token, expires_in: 3599, token_type: "Bearer" } };
  }
  if (headers.authorization !== `Bearer ${token}`) return { status: 401, answer: {} };
  const { messages } = JSON.parse(body) as { messages: Message[] };
  const taken = { status: 200, answer: { messageIds: messages.map(() => "1") } };
  if (url === "/v1/projects/test/topics/dead:publish") {
    cloud.letters.push(...messages);
    return taken;
  }
  if (url !== "/v1/projects/test/topics/events:publish") return { status: 404, answer: {} };
  if (cloud.status !== 200) return { status: cloud.status, answer: {} };
  cloud.events.push(...messages.map(eventOf));
  return taken;
}

const eventOf = ({ data }: Message) =>
  new CloudEvent<unknown>(JSON.parse(Buffer.from(data, "base64").toString()) as object);
