import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../local/errors";
import { call } from "./http";

/** A cold start takes a second or two; a route may need a few more to reach the ingress. */
const patience = 60_000;

export interface Answer {
  readonly status: number;
  readonly milliseconds: number;
}

/**
 * Calls an address until something other than the ingress answers.
 *
 * @throws UserError when nothing does within a minute
 */
export async function untilAnswers(url: string, limit = patience): Promise<Answer> {
  let last = "nothing";
  for (const deadline = Date.now() + limit; Date.now() < deadline; await wait(200)) {
    const started = Date.now();
    const status = await call(url).then(
      (reply) => reply.status,
      (error: Error) => error.message,
    );
    // The ingress answers 404 for a route that it does not know yet, and 503 for one without a pod.
    if (typeof status === "number" && status !== 404 && status < 500)
      return { status, milliseconds: Date.now() - started };
    last = String(status);
  }
  throw new UserError(
    `${url} does not answer: found ${last} for ${limit / 1000} seconds. See \`npx cake logs\` and \`npx cake status\`.`,
  );
}
