import type * as grpc from "@grpc/grpc-js";
import { RunPluginResponse, type RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";
import type { ChildProcess } from "node:child_process";
import { exitOf, type Children } from "./children";
import { startPolicyProxy } from "./policy";
import { sdkModule, type Command } from "./program";

type Call = grpc.ServerWritableStream<RunPluginRequest, RunPluginResponse>;

/**
 * Runs a plugin that is written in TypeScript or JavaScript: a policy pack, or a provider with components.
 * What it prints goes to the engine at once; it ends when the engine ends the call.
 */
export function runPlugin(call: Call, children: Children, engineAddress: string | undefined): void {
  const answer = (fill: (response: RunPluginResponse) => void) => {
    const response = new RunPluginResponse();
    fill(response);
    call.write(response);
  };
  let started: ChildProcess | undefined;
  let cancelled = false;
  const start = (command: Command): ChildProcess => {
    const child = children.start(command, ["ignore", "pipe", "pipe"]);
    started = child;
    child.stderr?.on("data", (data: Buffer) => answer((response) => response.setStderr(data)));
    exitOf(child).then(
      ({ code }) => {
        answer((response) => response.setExitcode(code));
        call.end();
      },
      (error: Error) => call.destroy(error),
    );
    if (cancelled) {
      child.kill();
    }
    return child;
  };
  call.on("cancelled", () => {
    cancelled = true;
    started?.kill();
  });

  const print = (data: Buffer | string) => answer((response) => response.setStdout(Buffer.from(data)));
  const run = async () => {
    if (call.request.getKind() === "analyzer") {
      const stop = await startPolicyProxy({ request: call.request, engineAddress, start, print });
      call.on("close", stop).on("cancelled", stop);
    } else {
      start(pluginCommand(call.request)).stdout?.on("data", print);
    }
  };
  run().catch((error: Error) => call.destroy(error));
}

function pluginCommand(request: RunPluginRequest): Command {
  const directory = request.getInfo()?.getProgramDirectory() || request.getProgram();
  return {
    file: process.execPath,
    arguments: [sdkModule("run-plugin", directory), directory, ...request.getArgsList()],
    directory: request.getPwd(),
    environment: pluginEnvironment(request),
  };
}

/** The engine's list of `NAME=value`, over our own environment. */
export function pluginEnvironment(request: RunPluginRequest): NodeJS.ProcessEnv {
  const pairs = request.getEnvList().map((pair) => {
    const split = pair.indexOf("=");
    return [pair.slice(0, split), pair.slice(split + 1)] as const;
  });
  return { ...process.env, ...Object.fromEntries(pairs) };
}
