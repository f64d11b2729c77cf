import { HTTP, type CloudEvent } from "cloudevents";
import { busVariables } from "../../function-variables";

/** How long the bus may take to take an event, in milliseconds. */
export const patience = 10_000;

/** What is wrong with a function that has no bus. */
export const noBus = (): Error => new Error("The function has no bus to publish to. Give it needs.bus.");

/**
 * Gives an event to a bus.
 *
 * @param url as the function's variables say
 * @throws Error when the bus does not take it
 */
export type Post = (event: CloudEvent<unknown>, url: string) => Promise<void>;

let how: Post = byHttp;

/** Says how the platform's bus takes events. @default – by HTTP, as CloudEvents has it */
export function postBy(post: Post): void {
  how = post;
}

/** Posts an event to the bus that the function's variables name. @throws Error when the bus does not take it */
export async function post(event: CloudEvent<unknown>): Promise<void> {
  const url = process.env[busVariables.url];
  if (!url) throw noBus();
  await how(event, url);
}

async function byHttp(event: CloudEvent<unknown>, url: string): Promise<void> {
  const { headers, body } = HTTP.structured(event);
  const answer = await fetch(url, {
    method: "POST",
    headers: headers as Record<string, string>,
    body: body as string,
    signal: AbortSignal.timeout(patience),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`The bus did not take ${event.type}: it answered ${answer.status}.`);
}
