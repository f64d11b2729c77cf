import { randomUUID } from "node:crypto";
import * as fs from "node:fs/promises";
import type { Command } from "commander";
import { UserError } from "../../local/errors";
import { callElsewhere, outcomeOf, type Outcome, type Posted } from "../call-elsewhere";
import { contextOf } from "../context";
import { functionElsewhere } from "../elsewhere";
import { placeOf } from "../function-place";
import { chosenStack } from "../held";
import { stackOutputs } from "../outputs";
import { throughTunnel } from "../tunnel";

interface How {
  readonly event?: string;
  readonly data?: string;
  readonly path: string;
  readonly method?: string;
  readonly stack?: string;
}

/** `invoke`: calls a function, also one that only the cluster reaches. */
export function addInvoke(cake: Command): void {
  cake
    .command("invoke")
    .description("call a function: with a request, or with an event")
    .argument("<name>", "the function")
    .option(
      "--event <file>",
      "an event in CloudEvents' JSON format; id, source and specversion may be left out",
    )
    .option("--data <file>", "the body of a request, as JSON")
    .option("--path <path>", "the path of a request", "/")
    .option("--method <method>", "the method of a request (default: GET, and POST with --data)")
    .option("--stack <stack>", "the stack that it is of (default: the one on the local platform, else dev)")
    .action(invoke);
}

async function invoke(name: string, how: How): Promise<void> {
  const posted = how.event === undefined ? await requestOf(how) : await eventOf(how.event);
  const stack = await chosenStack(how.stack, contextOf().instance);
  const { answer, body, failed } = await outcome(name, stack, posted);
  console.error(`${name} ${answer}.`);
  if (body) console.log(body);
  if (failed) process.exitCode = 1;
}

async function outcome(name: string, stack: string, posted: Posted): Promise<Outcome> {
  const place = await functionElsewhere(name, stack);
  if (place) {
    const { urls = {} } = (await stackOutputs(stack)) as { urls?: Readonly<Record<string, string>> };
    return callElsewhere(place, urls[name], posted);
  }
  return outcomeOf(await throughTunnel(await placeOf(name), (call) => call(posted.path, posted.how)));
}

async function requestOf({ data, path, method }: How): Promise<Posted> {
  if (!path.startsWith("/")) throw new UserError(`--path is "${path}". Allowed: what begins with /.`);
  if (data === undefined) return { path, how: { method: method ?? "GET" } };
  const body = JSON.stringify(await jsonIn("--data", data));
  const headers = { "content-type": "application/json" };
  return { path, how: { method: method ?? "POST", headers, body } };
}

async function eventOf(file: string): Promise<Posted> {
  const content = await jsonIn("--event", file);
  if (
    typeof content !== "object" ||
    content === null ||
    typeof (content as { type?: unknown }).type !== "string"
  ) {
    throw new UserError(`${file} is no event: it has no type. Write at least {"type": "order.placed"}.`);
  }
  const body = JSON.stringify({ specversion: "1.0", id: randomUUID(), source: "/cake/invoke", ...content });
  const headers = { "content-type": "application/cloudevents+json" };
  return { path: "/", how: { method: "POST", headers, body }, event: body };
}

async function jsonIn(option: string, file: string): Promise<unknown> {
  const text = await fs.readFile(file, "utf8").catch((error: Error) => {
    throw new UserError(`${option} is "${file}", which cannot be read (${error.message}).`);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UserError(`${option} is "${file}", which is no JSON: ${(error as Error).message}.`);
  }
}
