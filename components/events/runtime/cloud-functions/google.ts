import { patience } from "../post";
import type { Message } from "./delivery";

/** A token is renewed this long before it ends, in milliseconds. */
const margin = 60_000;

let token: { readonly value: string; readonly until: number } | undefined;

/**
 * The function's own account, as the metadata server has it; `GCE_METADATA_HOST` is Google's own variable for where that is.
 * Google's libraries for this and for Pub/Sub are megabytes, of which a function would use one request each.
 */
async function accessToken(): Promise<string> {
  if (token && token.until > Date.now()) return token.value;
  const host = process.env.GCE_METADATA_HOST ?? "metadata.google.internal";
  const answer = await fetch(`http://${host}/computeMetadata/v1/instance/service-accounts/default/token`, {
    headers: { "metadata-flavor": "Google" },
    signal: AbortSignal.timeout(patience),
  });
  if (!answer.ok) throw new Error(`The metadata server gave no token: it answered ${answer.status}.`);
  const { access_token, expires_in } = (await answer.json()) as { access_token: string; expires_in: number };
  token = { value: access_token, until: Date.now() + expires_in * 1000 - margin };
  return access_token;
}

/**
 * Publishes a message in the name of the function.
 *
 * @param topic its address: `https://pubsub.googleapis.com/v1/projects/<project>/topics/<topic>`
 * @throws Error when Pub/Sub does not take it
 */
export async function publishMessage(
  topic: string,
  message: Pick<Message, "data" | "attributes">,
): Promise<void> {
  const answer = await fetch(`${topic}:publish`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${await accessToken()}` },
    body: JSON.stringify({ messages: [message] }),
    signal: AbortSignal.timeout(patience),
  });
  if (answer.ok) return void (await answer.body?.cancel());
  throw new Error(`Pub/Sub answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
}
