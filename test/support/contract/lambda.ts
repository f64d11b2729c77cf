import { randomUUID } from "node:crypto";
import * as path from "node:path";
import type { SQSBatchResponse } from "aws-lambda";
import { aws, roleEnvironment } from "../lambda/cloud";
import { functionUrl } from "../lambda/function-url";
import { runtimeApi, type Result } from "../lambda/runtime-api";
import { runtimeClient } from "../lambda/runtime-client";
import type { Instance, SentEvent, Start, TestedPlatform } from "./platform";
import { bundled, busEnvironment, runNode, type FunctionProcess } from "./process";

/** The function under Lambda's official runtime interface client; the test is Lambda, its function URL, EventBridge and SQS. */
export const lambda: TestedPlatform = {
  kind: "lambda",
  start,
  trace: (instance, { id, span }, where) =>
    instance.request(where, {
      headers: { "x-amzn-trace-id": `Root=1-${id.slice(0, 8)}-${id.slice(8)};Parent=${span};Sampled=1` },
    }),
};

async function start(asked: Start): Promise<Instance> {
  const { timeout = 60 } = asked;
  const cloud = await aws();
  const api = await runtimeApi();
  const client = await runtimeClient();
  const processes: FunctionProcess[] = [];
  const run = () => {
    const folder = bundled(asked, "lambda");
    const running = runNode(
      [client],
      { ...environment(folder, api.address, cloud.url), ...asked.environment },
      folder,
    );
    processes.push(running);
    return running;
  };
  let running = run();
  const invoke = async (event: unknown, trace?: string): Promise<Result> => {
    const result = await Promise.race([api.invoke(event, timeout, trace), running.ended.then(() => gone)]);
    // Lambda ends a process whose time is over, and starts another one in its place, as in that of one that ended.
    if (result === gone || result.error?.errorType === "Sandbox.Timedout") {
      await running.stop();
      running = run();
    }
    return result;
  };
  const front = await functionUrl(invoke);
  return {
    events: cloud.events,
    refuse: (refuses) => (cloud.mode = refuses ? "throttles" : "takes"),
    lines: () => processes.flatMap((one) => one.lines()),
    output: () => processes.map((one) => one.output()).join(""),
    request: (where, init) => fetch(front.url + where, { redirect: "manual", ...init }),
    async deliver(event) {
      const letters = cloud.letters.length;
      const { error } = await invoke(fromBus(event));
      if (error) return "again";
      return cloud.letters.length > letters ? "dead" : "done";
    },
    async deliverBatch(events) {
      const Records = events.map((event, index) => ({
        messageId: `${index}`,
        eventSource: "aws:sqs",
        body: JSON.stringify(fromBus(event)),
      }));
      const { payload } = await invoke({ Records });
      return (payload as SQSBatchResponse).batchItemFailures.length === 0 ? "done" : "again";
    },
    async stop() {
      await running.stop();
      await Promise.all([front.close(), api.close(), cloud.close()]);
    },
  };
}

/** What Lambda says of a process that did not start, or ended. */
const gone: Result = { error: { errorType: "Runtime.ExitError", errorMessage: "the process ended" } };

/** What EventBridge makes of an event that a function published. */
const fromBus = (event: SentEvent) => ({
  version: "0",
  id: randomUUID(),
  "detail-type": event.type,
  source: event.source,
  account: "1",
  time: "2026-01-01T00:00:00Z",
  region: "eu-central-1",
  resources: [],
  detail: event,
});

/** What Lambda sets, beside what the component does. */
const environment = (folder: string, api: string, cloud: string): Record<string, string> => ({
  ...busEnvironment(`${cloud}/event-bus/events`),
  ...roleEnvironment,
  DEAD_LETTERS_URL: `${cloud}/1/dead`,
  AWS_LAMBDA_RUNTIME_API: api,
  AWS_LAMBDA_FUNCTION_NAME: "contract",
  AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
  AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/contract",
  AWS_LAMBDA_LOG_STREAM_NAME: "1",
  AWS_LAMBDA_LOG_FORMAT: "JSON",
  LAMBDA_TASK_ROOT: folder,
  _HANDLER: `${path.parse("index.js").name}.handle`,
});
