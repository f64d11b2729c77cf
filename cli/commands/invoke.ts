import { randomUUID } from "node:crypto";
import * as fs from "node:fs/promises";
import type { Command } from "commander";
import { UserError } from "../../local/errors";
import { placeOf } from "../function-place";
import type { Call } from "../http";
import { throughTunnel } from "../tunnel";

interface How {
  readonly event?: string;
  readonly data?: string;
  readonly path: string;
  readonly method?: string;
}

/** `invoke`: calls a function, also one that only the cluster reaches. */
export function addInvoke(cake: Command): void {
  cake
    .command("invoke")
    .description("call a function on the local platform: with a request, or with an event")
    .argument("<name>", "the function")
    .option(
      "--event <file>",
      "an event in CloudEvents' JSON format; id, source and specversion may be left out",
    )
    .option("--data <file>", "the body of a request, as JSON")
    .option("--path <path>", "the path of a request", "/")
    .option("--method <method>", "the method of a request (default: GET, and POST with --data)")
    .action(invoke);
}

async function invoke(name: string, how: How): Promise<void> {
  const { path, ...init } = how.event === undefined ? await requestOf(how) : await eventOf(how.event);
  const { status, body } = await throughTunnel(await placeOf(name), (call) => call(path, init));
  console.error(`${name} answered ${status}.`);
  if (body) console.log(body);
  if (status >= 400) process.exitCode = 1;
}

type Posted = Omit<Call, "host"> & { readonly path: string };

async function requestOf({ data, path, method }: How): Promise<Posted> {
  if (!path.startsWith("/")) throw new UserError(`--path is "${path}". Allowed: what begins with /.`);
  if (data === undefined) return { path, method: method ?? "GET" };
  const body = JSON.stringify(await jsonIn("--data", data));
  return { path, method: method ?? "POST", headers: { "content-type": "application/json" }, body };
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
  return { path: "/", method: "POST", headers: { "content-type": "application/cloudevents+json" }, body };
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
