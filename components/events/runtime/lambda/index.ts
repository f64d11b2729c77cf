import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { log } from "../log";
import { outcomeOf, reasonOf } from "../outcome";
import { postBy } from "../post";
import { refusal } from "../refusal";
import { requestWith } from "../request";
import type { Answerer } from "../server";
import { attributesOf, isBatch } from "./events";
import { isHttp, requestOf, resultOf, type HttpEvent, type HttpResult } from "./http";
import { traceparentOf } from "./trace";

/** How long before its time is up a call learns of it, in milliseconds: Lambda itself just ends the process. */
const notice = 300;

/** The largest answer that Lambda takes, in bytes of the JSON that it is in. */
const largestAnswer = 6_291_556;

type Call = Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">;

/**
 * What Lambda calls: answers requests of a function URL, and takes events of EventBridge, of its schedules, and dead letters
 * that come back, all by the same answerer as on every other platform.
 */
export function onLambda(answer: Answerer): (event: unknown, call: Call) => Promise<unknown> {
  postBy(async (event, url) => (await import("./publish")).putEvent(event, url));
  return async (event, call) => {
    const time = new AbortController();
    const timer = setTimeout(() => time.abort(), Math.max(0, call.getRemainingTimeInMillis() - notice));
    try {
      if (isHttp(event)) return await answerHttp(answer, event, time.signal);
      if (isBatch(event)) return await takeBatch(answer, event, time.signal);
      return await takeEvent(answer, event, call, time.signal);
    } finally {
      clearTimeout(timer);
    }
  };
}

const trace = (): string | undefined => traceparentOf(process.env._X_AMZN_TRACE_ID);

async function answerHttp(answer: Answerer, event: HttpEvent, signal: AbortSignal): Promise<HttpResult> {
  let request: Request;
  try {
    request = requestOf(event, signal, trace());
  } catch (error) {
    return resultOf(refusal(400, `This is no request: ${(error as Error).message}.`));
  }
  const result = await resultOf(await answer(request));
  const size = Buffer.byteLength(JSON.stringify(result));
  if (size <= largestAnswer) return result;
  log("ERROR", "the answer is larger than Lambda takes", { size, largest: largestAnswer });
  return resultOf(refusal(500, "The function failed."));
}

/** @throws Error where the event has to come again */
async function takeEvent(
  answer: Answerer,
  event: unknown,
  { awsRequestId: requestId }: Call,
  signal: AbortSignal,
): Promise<void> {
  const answered = await answer(eventRequest(event, signal));
  const { status } = answered;
  switch (outcomeOf(status)) {
    case "done":
      return;
    case "again":
      throw new Error(`The function answered ${status}: the event comes again.`);
    case "dead": {
      const { keepDeadLetter } = await import("./dead-letters");
      return keepDeadLetter(event, { status, reason: await reasonOf(answered), requestId });
    }
  }
}

/** Dead letters one after the other: those that are in vain again stay where they are. */
async function takeBatch(
  answer: Answerer,
  { Records }: SQSEvent,
  signal: AbortSignal,
): Promise<SQSBatchResponse> {
  const failed: string[] = [];
  for (const { messageId, body } of Records) {
    if (!(await isTaken(answer, body, signal))) failed.push(messageId);
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
}

async function isTaken(answer: Answerer, body: string, signal: AbortSignal): Promise<boolean> {
  // A letter that nobody has time for any more is one for another time.
  if (signal.aborted) return false;
  try {
    const { status } = await answer(eventRequest(JSON.parse(body), signal));
    return outcomeOf(status) === "done";
  } catch (error) {
    log("ERROR", "the dead letter is no JSON", { error: String(error) });
    return false;
  }
}

/** The event as any other bus would deliver it. */
function eventRequest(event: unknown, signal: AbortSignal): Request {
  return requestWith("https://lambda/", {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json" },
    body: JSON.stringify(attributesOf(event, trace()) ?? null),
    signal,
  });
}
