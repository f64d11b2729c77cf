import { deadLetterVariables } from "../../../function-variables";
import { callAws } from "./aws";

/** Longer reasons are cut off, in characters; Lambda's own are, too. */
const longestReason = 1000;

/**
 * Keeps an event that would fail however often it came again: Lambda itself sends one there only after its retries. It
 * looks the same as those do. Where the function has no such queue, the log alone tells of it.
 *
 * @param event as Lambda brought it
 * @throws Error when the queue does not take it: the event comes again then
 */
export async function keepDeadLetter(
  event: unknown,
  {
    status,
    reason,
    requestId,
  }: { readonly status: number; readonly reason: string; readonly requestId: string },
): Promise<void> {
  const url = process.env[deadLetterVariables.url];
  if (!url) return;
  const text = (StringValue: string) => ({ DataType: "String", StringValue });
  await callAws(new URL(url).origin, {
    service: "sqs",
    version: "1.0",
    operation: "AmazonSQS.SendMessage",
    input: {
      QueueUrl: url,
      MessageBody: JSON.stringify(event),
      MessageAttributes: {
        RequestID: text(requestId),
        ErrorCode: { ...text(String(status)), DataType: "Number" },
        // An attribute has a value.
        ErrorMessage: text(reason.slice(0, longestReason) || "none"),
      },
    },
  });
}
