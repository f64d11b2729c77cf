import type * as http from "node:http";
import { CloudEvent } from "cloudevents";
import { bodyOf, httpServer, type HttpServer } from "../http-server";
import { isSigned } from "./signature";

/** What Lambda gives a function of its role, for a while. */
const keys = { id: "AKIATEST", secret: "a secret of the role", session: "a session of the role" };

/** The variables that Lambda sets for that. */
export const roleEnvironment = {
  AWS_ACCESS_KEY_ID: keys.id,
  AWS_SECRET_ACCESS_KEY: keys.secret,
  AWS_SESSION_TOKEN: keys.session,
  AWS_REGION: "eu-central-1",
};

/** A message of a queue of SQS. */
export interface Letter {
  readonly MessageBody: string;
  readonly MessageAttributes: Readonly<Record<string, { readonly StringValue: string }>>;
}

/** Stands in for EventBridge with a bus `events`, and for SQS with a queue `/1/dead`. */
export interface Aws extends HttpServer {
  readonly events: CloudEvent<unknown>[];
  readonly letters: Letter[];
  /** How the bus takes events: not at all as a service that fails, or as one that says which entry failed. */
  mode: "takes" | "fails" | "throttles";
}

export async function aws(): Promise<Aws> {
  const server = await httpServer((incoming, outgoing) => {
    void bodyOf(incoming).then((bytes) => {
      const { status, answer } = answerTo(cloud, incoming, bytes.toString());
      outgoing
        .writeHead(status, { "content-type": "application/x-amz-json-1.1" })
        .end(JSON.stringify(answer));
    });
  });
  const cloud: Aws = {
    ...server,
    events: [],
    letters: [],
    mode: "takes",
  };
  return cloud;
}

interface Answer {
  readonly status: number;
  readonly answer: unknown;
}

function answerTo(cloud: Aws, incoming: http.IncomingMessage, body: string): Answer {
  const session = incoming.headers["x-amz-security-token"];
  if (!isSigned(incoming, body, keys) || session !== keys.session) {
    return { status: 403, answer: { __type: "InvalidSignatureException" } };
  }
  const input = JSON.parse(body) as unknown;
  const operation = incoming.headers["x-amz-target"];
  if (operation === "AWSEvents.PutEvents") return putEvents(cloud, input as Entries);
  if (operation !== "AmazonSQS.SendMessage") return { status: 404, answer: {} };
  if ((input as { QueueUrl: string }).QueueUrl !== `${cloud.url}/1/dead`) return { status: 400, answer: {} };
  cloud.letters.push(input as Letter);
  return { status: 200, answer: { MessageId: "1" } };
}

interface Entries {
  readonly Entries: readonly {
    readonly EventBusName: string;
    readonly Source: string;
    readonly DetailType: string;
    readonly Detail: string;
  }[];
}

function putEvents(cloud: Aws, { Entries }: Entries): Answer {
  if (cloud.mode === "fails") return { status: 500, answer: { __type: "InternalException" } };
  const [entry] = Entries;
  const event = new CloudEvent<unknown>(JSON.parse(entry!.Detail) as object);
  const fits =
    entry!.EventBusName === "events" && entry!.Source === event.source && entry!.DetailType === event.type;
  if (!fits) return { status: 400, answer: {} };
  if (cloud.mode === "throttles") {
    const failed = { ErrorCode: "ThrottlingException", ErrorMessage: "too many" };
    return { status: 200, answer: { FailedEntryCount: 1, Entries: [failed] } };
  }
  cloud.events.push(event);
  return { status: 200, answer: { FailedEntryCount: 0, Entries: [{ EventId: "1" }] } };
}
