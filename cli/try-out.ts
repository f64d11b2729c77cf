import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../local/errors";
import type { Report } from "../local/toolchain/tool";
import { call, type Reply } from "./http";

/** Where an order can be placed, and as whom: an output of stacks with the florist. */
export interface TryOut {
  /** Address of the function that takes orders. */
  readonly url: string;
  /** Where whoever places it signs in. */
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Secret. */
  readonly clientSecret: string;
}

/** What has become of an order, as the florist says. */
interface Order {
  readonly driver: string | null;
  readonly messages: readonly string[];
}

/** How long an order may take through all functions from zero, in milliseconds. */
const patience = 60_000;
/** How often it is looked at, in milliseconds. */
const pause = 200;

/**
 * Places an order as a service of the stack's, and waits until its customer is told who brings the flowers.
 *
 * @returns what happened, for people
 * @throws UserError when that takes more than a minute, or is refused
 */
export async function tryOut(florist: TryOut, report: Report): Promise<string[]> {
  const authorization = `Bearer ${await tokenOf(florist)}`;
  const order = `order-${randomBytes(3).toString("hex")}`;
  const address = new URL(`/orders/${order}`, florist.url).href;
  const started = Date.now();
  refuse(await call(address, { method: "POST", headers: { authorization } }), "taking an order", 201);
  report(`${order} is placed`);
  for (;;) {
    const reply = await call(address, { headers: { authorization } });
    refuse(reply, `looking at ${order}`, 200);
    const { driver, messages } = JSON.parse(reply.body) as Order;
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    if (messages.length > 0)
      return [order, `taken, and ${driver} assigned`, ...messages, `after ${seconds} s`];
    if (Date.now() - started > patience) {
      throw new UserError(
        `${order} is placed, and its customer was told nothing for a minute. See \`npx cake events dead\` and \`npx cake logs assign\`.`,
      );
    }
    await wait(pause);
  }
}

/** The token of the service. */
async function tokenOf({ tokenUrl, clientId, clientSecret }: TryOut): Promise<string> {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
  });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const reply = await call(tokenUrl, { method: "POST", headers, body: body.toString() });
  refuse(reply, "signing in to place an order", 200);
  return (JSON.parse(reply.body) as { access_token: string }).access_token;
}

function refuse({ status, body }: Reply, what: string, expected: number): void {
  if (status !== expected) throw new UserError(`${what} was answered ${status}: ${body}`);
}
