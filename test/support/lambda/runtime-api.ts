import { randomUUID } from "node:crypto";
import { EventEmitter, once } from "node:events";
import type * as http from "node:http";
import { bodyOf, httpServer } from "../http-server";

/** What became of one call of a function. */
export type Result =
  | { readonly payload: unknown; readonly error?: undefined }
  | {
      readonly error: { readonly errorType: string; readonly errorMessage: string };
      readonly payload?: undefined;
    };

/** Lambda's side of https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html, for one process that runs a function. */
export interface RuntimeApi {
  /** Host and port, as AWS_LAMBDA_RUNTIME_API has it. */
  readonly address: string;
  /**
   * Calls the function, after the calls before.
   *
   * @param timeout in seconds; nothing is done when they are over but to say so
   * @param trace as X-Ray says it
   */
  invoke(event: unknown, timeout: number, trace?: string): Promise<Result>;
  /** What the process could not start for; undefined while it did not say so. */
  readonly initError: unknown;
  readonly close: () => Promise<void>;
}

interface Call {
  readonly id: string;
  readonly event: unknown;
  readonly timeout: number;
  readonly trace: string;
  readonly settle: (result: Result) => void;
}

/** The largest answer, and the largest event of a call that waits for one, in bytes. */
const largest = 6_291_556;

/** X-Ray gives every call a trace. */
const usualTrace = "Root=1-00000000-000000000000000000000000;Sampled=0";

export async function runtimeApi(): Promise<RuntimeApi> {
  const waiting: Call[] = [];
  const running = new Map<string, Call>();
  const arrived = new EventEmitter();
  let initError: unknown;
  const { url, close } = await httpServer((incoming, outgoing) => {
    void answer(incoming, outgoing);
  });

  async function answer(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
    const [, id = "", what] = /^\/2018-06-01\/runtime\/(?:invocation\/([^/]+)\/)?(?:init\/)?(\w+)/.exec(
      incoming.url!,
    )!;
    if (incoming.url === "/2018-06-01/runtime/invocation/next") return next(incoming, outgoing);
    const body = await bodyOf(incoming);
    const call = running.get(id);
    running.delete(id);
    if (body.length > largest) {
      call?.settle({
        error: { errorType: "Function.ResponseSizeTooLarge", errorMessage: `${body.length} bytes` },
      });
      return void outgoing.writeHead(413).end("{}");
    }
    const said = JSON.parse(body.toString()) as never;
    if (id === "") initError = said;
    call?.settle(what === "response" ? { payload: said } : { error: said });
    outgoing.writeHead(202).end("{}");
  }

  async function next(incoming: http.IncomingMessage, outgoing: http.ServerResponse): Promise<void> {
    while (waiting.length === 0) await once(arrived, "call");
    // The process that asked may be gone.
    if (incoming.socket.destroyed) return;
    const call = waiting.shift()!;
    running.set(call.id, call);
    setTimeout(() => {
      call.settle({ error: { errorType: "Sandbox.Timedout", errorMessage: "its time is over" } });
    }, call.timeout * 1000).unref();
    outgoing
      .writeHead(200, {
        "content-type": "application/json",
        "Lambda-Runtime-Aws-Request-Id": call.id,
        "Lambda-Runtime-Deadline-Ms": String(Date.now() + call.timeout * 1000),
        "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-central-1:1:function:contract",
        "Lambda-Runtime-Trace-Id": call.trace,
      })
      .end(JSON.stringify(call.event));
  }

  return {
    address: new URL(url).host,
    invoke: (event, timeout, trace = usualTrace) =>
      new Promise((settle) => {
        waiting.push({ id: randomUUID(), event, timeout, trace, settle });
        arrived.emit("call");
      }),
    get initError() {
      return initError;
    },
    close,
  };
}
