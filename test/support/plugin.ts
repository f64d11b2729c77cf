import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { decode, encode, type Received, type Values } from "../../local/plugins/base/value";
import { bundleExecutable } from "../../local/plugins/bundle";

/** A plugin's program, built from its source, that runs and serves. */
export interface PluginProcess {
  readonly child: ChildProcess;
  readonly port: number;
  /** Ends it as the engine does when it goes away, and waits until it has ended. */
  stop(): Promise<void>;
}

/** Starts a plugin and waits for the port, its first line. */
export async function startPlugin(
  main: string,
  args: readonly string[] = [],
  env = process.env,
): Promise<PluginProcess> {
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "plugin-"));
  const file = path.join(directory, "plugin");
  await bundleExecutable(main, file);
  const program = await startProgram(file, args, env);
  return {
    ...program,
    async stop() {
      program.child.stdin?.destroy();
      await program.stop();
      await fs.rm(directory, { recursive: true });
    },
  };
}

/** Starts a plugin that is a program already. Its `stop` only waits for its end. */
async function startProgram(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<PluginProcess> {
  const child = spawn(file, args, { stdio: ["pipe", "pipe", "inherit"], env });
  const ended = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, "line")) as [string];
  return { child, port: Number(line), stop: async () => void (await ended) };
}

/** Starts a plugin that the tool chain has built, and waits for the port. */
export async function startBuiltPlugin(file: string): Promise<PluginProcess> {
  const program = await startProgram(file, [], process.env);
  return {
    ...program,
    async stop() {
      program.child.kill();
      await program.stop();
    },
  };
}

/** What identifies a resource in every call. */
export interface Target {
  readonly type: string;
  readonly id?: string;
}

/** A call that failed, with what exists nevertheless. */
export interface CallFailure {
  readonly code: grpc.status;
  readonly message: string;
  readonly partial?: { readonly id: string; readonly state: Received; readonly reasons: readonly string[] };
}

/** A type in a package's schema, as far as tests read it. */
export interface TypeSchema {
  readonly $ref?: string;
  readonly items?: TypeSchema;
}

type Properties = Readonly<Record<string, TypeSchema>>;

/** What tests read of a package's schema. */
export interface PackageSchema {
  readonly name: string;
  readonly version: string;
  readonly provider?: { readonly inputProperties?: Properties };
  readonly resources?: Readonly<
    Record<string, { readonly requiredInputs: string[]; readonly inputProperties?: Properties }>
  >;
  readonly functions?: object;
  readonly types?: Readonly<
    Record<string, { readonly required: string[]; readonly properties?: Properties }>
  >;
  readonly parameterization?: object;
}

/** A provider in terms of plain values; secrets are named beside them. */
export class ProviderClient {
  private readonly client: ResourceProviderClient;

  constructor(port: number) {
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  }

  close(): void {
    this.client.close();
  }

  async schema() {
    const response = await this.call<messages.GetSchemaResponse>(
      "getSchema",
      new messages.GetSchemaRequest(),
    );
    return JSON.parse(response.getSchema()) as PackageSchema;
  }

  async version(): Promise<string> {
    return (await this.call<{ getVersion(): string }>("getPluginInfo", new Empty())).getVersion();
  }

  /** Tells the plugin what to serve: arguments of `pulumi package add`, or what an SDK hands over. */
  async parameterize(wanted: { readonly args: readonly string[] } | { readonly value: string }) {
    const request = new messages.ParameterizeRequest();
    if ("args" in wanted) {
      const args = new messages.ParameterizeRequest.ParametersArgs();
      args.setArgsList([...wanted.args]);
      request.setArgs(args);
    } else {
      const value = new messages.ParameterizeRequest.ParametersValue();
      value.setValue(Buffer.from(wanted.value));
      request.setValue(value);
    }
    return (await this.call<messages.ParameterizeResponse>("parameterize", request)).toObject();
  }

  /** @returns what the function answers, or why the arguments are refused */
  async invoke(token: string, args: Struct) {
    const request = new messages.InvokeRequest();
    request.setTok(token);
    request.setArgs(args);
    const response = await this.call<messages.InvokeResponse>("invoke", request);
    return {
      answer: decode(response.getReturn()),
      failures: response.getFailuresList().map((failure) => failure.toObject()),
    };
  }

  async checkConfig(news: Struct) {
    const request = new messages.CheckRequest();
    request.setNews(news);
    return checked(await this.call("checkConfig", request));
  }

  async configure(config: Values = {}): Promise<messages.ConfigureResponse> {
    const request = new messages.ConfigureRequest();
    request.setArgs(encode(config));
    request.setAcceptsecrets(true);
    return this.call("configure", request);
  }

  /** @param olds inputs of the state @param seed what random names come from */
  async check(target: Target, news: Struct, olds?: Values, seed = "") {
    const request = aimed(new messages.CheckRequest(), target);
    request.setNews(news);
    request.setOlds(olds && encode(olds));
    request.setRandomseed(Buffer.from(seed));
    return checked(await this.call("check", request));
  }

  /** @returns the inputs that changed, and those of them that replace */
  async diff(target: Target, old: { inputs: Values; state: Received }, news: Values) {
    const request = aimed(new messages.DiffRequest(), target);
    request.setOlds(encode(old.state.values, old.state.secrets));
    request.setOldInputs(encode(old.inputs));
    request.setNews(encode(news));
    const response = await this.call<messages.DiffResponse>("diff", request);
    return {
      any: response.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
      changed: response.getDiffsList(),
      replacing: response.getReplacesList(),
      detailed: Object.fromEntries(
        [...response.getDetaileddiffMap().entries()].map(([name, detail]) => [name, detail.getKind()]),
      ),
    };
  }

  /** @param timeout seconds that it may take; 0 for as long as the provider gives it */
  async create(target: Target, inputs: Struct, preview = false, timeout = 0) {
    const request = aimed(new messages.CreateRequest(), target);
    request.setProperties(inputs);
    request.setPreview(preview);
    request.setTimeout(timeout);
    const response = await this.call<messages.CreateResponse>("create", request);
    return { id: response.getId(), state: decode(response.getProperties()) };
  }

  /** @returns an id of "" when the resource is gone */
  async read(target: Target, state?: Received, inputs?: Values) {
    const request = aimed(new messages.ReadRequest(), target);
    request.setProperties(state && encode(state.values, state.secrets));
    request.setInputs(inputs && encode(inputs));
    const response = await this.call<messages.ReadResponse>("read", request);
    return {
      id: response.getId(),
      state: decode(response.getProperties()),
      inputs: decode(response.getInputs()).values,
    };
  }

  async update(
    target: Target,
    old: { inputs: Values; state: Received },
    news: Struct,
    preview = false,
  ): Promise<Received> {
    const request = aimed(new messages.UpdateRequest(), target);
    request.setOlds(encode(old.state.values, old.state.secrets));
    request.setOldInputs(encode(old.inputs));
    request.setNews(news);
    request.setPreview(preview);
    return decode((await this.call<messages.UpdateResponse>("update", request)).getProperties());
  }

  async delete(target: Target, state: Received): Promise<void> {
    const request = aimed(new messages.DeleteRequest(), target);
    request.setProperties(encode(state.values, state.secrets));
    await this.call("delete", request);
  }

  async cancel(): Promise<void> {
    await this.call("cancel", new Empty());
  }

  private call<Response>(method: keyof ResourceProviderClient, request: unknown): Promise<Response> {
    const client = this.client as unknown as Record<
      string,
      (request: unknown, done: grpc.requestCallback<Response>) => void
    >;
    return new Promise((resolve, reject) => {
      client[method]!(request, (error, response) => {
        if (error) {
          reject(Object.assign(new Error(error.details), failureOf(error)));
        } else {
          resolve(response!);
        }
      });
    });
  }
}

/** Stands for a resource in a stack. */
const urnOf = (type: string) => `urn:pulumi:dev::test::${type}::it`;

interface Aimable {
  setUrn(urn: string): unknown;
  setType(type: string): unknown;
  setId?(id: string): unknown;
}

function aimed<Request extends Aimable>(request: Request, { type, id }: Target): Request {
  request.setUrn(urnOf(type));
  request.setType(type);
  if (id !== undefined) {
    request.setId?.(id);
  }
  return request;
}

function checked(response: messages.CheckResponse) {
  return {
    inputs: decode(response.getInputs()),
    failures: response.getFailuresList().map((failure) => failure.toObject()),
  };
}

function failureOf(error: grpc.ServiceError): CallFailure {
  const [trailer] = error.metadata.get("grpc-status-details-bin");
  const detail = trailer ? Status.deserializeBinary(trailer as Buffer).getDetailsList()[0] : undefined;
  const failed = detail && messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return {
    code: error.code,
    message: error.details,
    ...(failed && {
      partial: {
        id: failed.getId(),
        state: decode(failed.getProperties()),
        reasons: failed.getReasonsList(),
      },
    }),
  };
}
