import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../local/errors";
import { asTyped, run, type CommandLine } from "./command-line";
import type { FunctionElsewhere, OnCloudFunctions, OnLambda } from "./elsewhere";
import { call, type Call, type Reply } from "./http";

/** A request to a function, or an event for it. */
export interface Posted {
  readonly path: string;
  readonly how: Omit<Call, "host">;
  /** The event in CloudEvents' JSON format; undefined where it is a request. */
  readonly event?: string;
}

/** What a function made of a call. */
export interface Outcome {
  readonly answer: string;
  readonly body: string;
  readonly failed: boolean;
}

/** By the status of a reply. */
export const outcomeOf = ({ status, body }: Reply): Outcome => ({
  answer: `answered ${status}`,
  body,
  failed: status >= 400,
});

/**
 * Calls a function that is not on the local platform: at its address where it has one, else as whoever runs it allows.
 *
 * @param url its address; undefined where it has none that the internet reaches
 * @throws UserError where it cannot be called from here
 */
export async function callElsewhere(
  place: FunctionElsewhere,
  url: string | undefined,
  posted: Posted,
): Promise<Outcome> {
  if (url !== undefined) return callUrl(place.name, url, posted);
  const { event } = posted;
  const which = `Function ${place.name} of stack ${place.stack}`;
  switch (place.kind) {
    case "knative":
      throw new UserError(
        `${which} is visible to its cluster only: it has no address for this machine. Call it from a pod there.`,
      );
    case "lambda":
      if (event !== undefined) return invokeLambda(place, event);
      throw new UserError(
        `${which} has no address: it is called by its ARN, with an event. Name one with --event <file>.`,
      );
    case "cloudfunctions": {
      const own = `${which} is reached from within its project only, by the bus and by schedules.`;
      if (event === undefined) throw new UserError(`${own} Name an event with --event <file>.`);
      const line = asTyped(await publication(place, event));
      throw new UserError(
        `${own} This gives the event to the bus, and so to every function that it is for:\n  ${line}`,
      );
    }
    default:
      return place satisfies never;
  }
}

async function callUrl(name: string, url: string, posted: Posted): Promise<Outcome> {
  const address = `${url.replace(/\/$/, "")}${posted.path}`;
  try {
    return outcomeOf(await call(address, posted.how));
  } catch (error) {
    throw new UserError(`${name} does not answer at ${address}: ${(error as Error).message}`);
  }
}

/** What calls a function of Lambda. @param payload the event, or `file://` and the file that it is in */
const invocation = ({ physical, region }: OnLambda, payload: string, answer: string): CommandLine => ({
  program: "aws",
  args: [
    ...["lambda", "invoke", "--function-name", physical, "--region", region],
    ...["--cli-binary-format", "raw-in-base64-out", "--output", "json", "--payload", payload, answer],
  ],
});

/** Gives a function an event as a schedule does. A file holds it: a command line is too short for the longest. */
async function invokeLambda(place: OnLambda, event: string): Promise<Outcome> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "cake-invoke-"));
  const [file, answer] = [path.join(folder, "event.json"), path.join(folder, "answer.json")];
  try {
    await fs.writeFile(file, event);
    const typed = asTyped(invocation(place, event, "/dev/stdout"));
    const { failed, stdout, stderr } = await run(invocation(place, `file://${file}`, answer), {}, typed);
    if (failed) throw new UserError(`${place.name} was not called:\n${stderr}`);
    const { FunctionError: error } = JSON.parse(stdout) as { FunctionError?: string };
    const body = (await fs.readFile(answer, "utf8")).replace(/^null$/, "");
    return { answer: error === undefined ? "took the event" : "failed", body, failed: error !== undefined };
  } finally {
    await fs.rm(folder, { recursive: true });
  }
}

/** What publishes an event on the bus as a function does. */
async function publication({ topic, project }: OnCloudFunctions, event: string): Promise<CommandLine> {
  const { CloudEvent } = await import("cloudevents");
  const { messageOf } = await import("../components/events/runtime/cloud-functions/publish");
  const { attributes = {} } = messageOf(new CloudEvent(JSON.parse(event) as object, false));
  const pairs = Object.entries(attributes).map(([name, value]) => `${name}=${value}`);
  // What stands between two of them may stand in none.
  const list = pairs.some((pair) => pair.includes(",")) ? `^|^${pairs.join("|")}` : pairs.join(",");
  const where = [topic, "--project", project];
  return {
    program: "gcloud",
    args: ["pubsub", "topics", "publish", ...where, "--message", event, "--attribute", list],
  };
}
