import * as grpc from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzerHandshakeResponse,
  AnalyzerStackConfigureRequest,
  AnalyzerStackConfigureResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import type { RunPluginRequest } from "@pulumi/pulumi/proto/language_pb";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { listen, messageLimit } from "../serve";
import { configEnvironment } from "./environment";
import { pluginEnvironment } from "./plugin";
import { sdkModule, type Command } from "./program";
import { sparingRemediation, type RawMethod } from "./remediation";

/** What a policy pack needs to run. */
export interface PolicyRun {
  readonly request: RunPluginRequest;
  readonly engineAddress: string | undefined;
  /** Starts the pack's process. */
  readonly start: (command: Command) => ChildProcess;
  /** Writes to the standard output that the engine reads. */
  readonly print: (data: string) => void;
}

const unchanged = (message: Buffer): Buffer => message;

/** The analyzer's service with messages passed on as they are. */
const rawService = Object.fromEntries(
  Object.entries(AnalyzerService).map(([name, method]: [string, grpc.MethodDefinition<unknown, unknown>]) => [
    name,
    {
      path: method.path,
      requestStream: false,
      responseStream: false,
      requestSerialize: unchanged,
      requestDeserialize: unchanged,
      responseSerialize: unchanged,
      responseDeserialize: unchanged,
    } satisfies grpc.MethodDefinition<Buffer, Buffer>,
  ]),
);

/**
 * Serves a policy pack to the engine. The SDK reads the stack's name and configuration from the environment of
 * its process, and the engine tells them only after the plugin answers: so this answers first, and starts the
 * process with the first call that needs it.
 *
 * @returns ends the connection to the pack
 */
export async function startPolicyProxy(run: PolicyRun): Promise<() => void> {
  let pack: Promise<grpc.Client> | undefined;
  const connect = (configuration?: AnalyzerStackConfigureRequest) => (pack ??= startPack(run, configuration));

  const methods: grpc.UntypedServiceImplementation = {};
  for (const [name, { path }] of Object.entries(rawService)) {
    methods[name] = (call: grpc.ServerUnaryCall<Buffer, Buffer>, callback: grpc.sendUnaryData<Buffer>) => {
      connect().then((client) => forward(client, path, call.request, callback), callback);
    };
  }
  const passedOn = (name: keyof typeof rawService) => methods[name] as RawMethod;
  Object.assign(
    methods,
    sparingRemediation({
      getAnalyzerInfo: passedOn("getAnalyzerInfo"),
      configure: passedOn("configure"),
      remediate: passedOn("remediate"),
    }),
  );
  methods.handshake = (_call: unknown, callback: grpc.sendUnaryData<Buffer>) =>
    callback(null, Buffer.from(new AnalyzerHandshakeResponse().serializeBinary()));
  methods.configureStack = (
    call: grpc.ServerUnaryCall<Buffer, Buffer>,
    callback: grpc.sendUnaryData<Buffer>,
  ) => {
    const done = () => callback(null, Buffer.from(new AnalyzerStackConfigureResponse().serializeBinary()));
    const configuration = AnalyzerStackConfigureRequest.deserializeBinary(call.request);
    connect(configuration).then((client) => {
      forward(client, "/pulumirpc.Analyzer/ConfigureStack", call.request, (error) => {
        // Packs written with an older SDK have their configuration from the environment alone.
        if (error && error.code !== grpc.status.UNIMPLEMENTED) {
          callback(error);
        } else {
          done();
        }
      });
    }, callback);
  };
  run.print(`${await listen(rawService, methods)}\n`);
  return () =>
    void pack?.then(
      (client) => client.close(),
      () => undefined,
    );
}

function forward(
  client: grpc.Client,
  path: string,
  request: Buffer,
  callback: grpc.sendUnaryData<Buffer>,
): void {
  client.makeUnaryRequest(path, unchanged, unchanged, request, (error, response) =>
    callback(error, response),
  );
}

async function startPack(
  run: PolicyRun,
  configuration: AnalyzerStackConfigureRequest | undefined,
): Promise<grpc.Client> {
  const child = run.start(packCommand(run, configuration));
  const port = await new Promise<string>((resolve, reject) => {
    const lines = createInterface({ input: child.stdout! });
    lines.once("line", (line) => {
      resolve(line);
      lines.on("line", (more) => run.print(`${more}\n`));
    });
    lines.once("close", () =>
      reject(new Error("The policy pack ended before it was ready; its output is above.")),
    );
  });
  return new grpc.Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": messageLimit,
    "grpc.max_send_message_length": messageLimit,
  });
}

function packCommand(
  { request, engineAddress }: PolicyRun,
  configuration?: AnalyzerStackConfigureRequest,
): Command {
  const directory = request.getInfo()?.getProgramDirectory() || request.getProgram();
  return {
    file: process.execPath,
    arguments: [
      sdkModule("run-policy-pack", directory),
      engineAddress ?? request.getArgsList()[0] ?? "",
      directory,
    ],
    directory,
    environment: {
      ...pluginEnvironment(request),
      ...(configuration && {
        PULUMI_NODEJS_ORGANIZATION: configuration.getOrganization(),
        PULUMI_NODEJS_PROJECT: configuration.getProject(),
        PULUMI_NODEJS_STACK: configuration.getStack(),
        PULUMI_NODEJS_DRY_RUN: String(configuration.getDryRun()),
        ...configEnvironment({
          config: configuration.getConfigMap().getEntryList(),
          secretKeys: configuration.getConfigSecretKeysList(),
        }),
      }),
    },
  };
}
