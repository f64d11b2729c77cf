import * as grpc from "@grpc/grpc-js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { unary } from "../serve";
import { withNames } from "./autonaming";
import { checkProperties } from "./check";
import { checkResponse, configValues } from "./configuration";
import { changes, diffResponse } from "./difference";
import { invoke } from "./function";
import { parameterize } from "./parameterization";
import { effectiveInputs, type Failure } from "./property";
import type { Provider } from "./provider";
import { PartialFailure, type Found, type Operation, type ResourceType } from "./resource";
import { packageSchema } from "./schema";
import { knownOf, previewOf, secretsOf, sparseInputs, stateOf } from "./state";
import { initFailed, ProviderError, statusOf } from "./status";
import { decode, encode, hasUnknown, type Received, type Values } from "./value";

/** What every request about a resource has. */
interface ResourceRequest {
  getUrn(): string;
  getType(): string;
}

/** A provider as `pulumirpc.ResourceProvider`. */
export class ProviderService<Client> {
  private readonly cancelled = new AbortController();
  private client: Promise<Client> | undefined;
  private isParameterized = false;

  constructor(private readonly provider: Provider<Client>) {}

  /** The methods as gRPC serves them; those that are missing are unimplemented. */
  methods(): grpc.UntypedServiceImplementation {
    const method = <Request, Response>(call: (request: Request) => Response | Promise<Response>) =>
      unary(call, statusOf);
    return {
      getPluginInfo: method(() => {
        const info = new PluginInfo();
        info.setVersion((this.provider.parameterization ?? this.provider).version);
        return info;
      }),
      getSchema: method(() => {
        const response = new messages.GetSchemaResponse();
        response.setSchema(packageSchema(this.provider, this.isParameterized));
        return response;
      }),
      parameterize: method((request: messages.ParameterizeRequest) => this.parameterize(request)),
      checkConfig: method((request: messages.CheckRequest) => this.checkConfig(request)),
      diffConfig: method((request: messages.DiffRequest) => this.diffConfig(request)),
      configure: method((request: messages.ConfigureRequest) => this.configure(request)),
      check: method((request: messages.CheckRequest) => this.check(request)),
      diff: method((request: messages.DiffRequest) => this.diff(request)),
      create: method((request: messages.CreateRequest) => this.create(request)),
      read: method((request: messages.ReadRequest) => this.read(request)),
      update: method((request: messages.UpdateRequest) => this.update(request)),
      delete: method((request: messages.DeleteRequest) => this.delete(request)),
      invoke: method((request: messages.InvokeRequest) => this.invoke(request)),
      cancel: method(() => {
        this.cancelled.abort(new Error("The operation was cancelled."));
        return new Empty();
      }),
    };
  }

  private parameterize(request: messages.ParameterizeRequest): messages.ParameterizeResponse {
    const { name, version, parameterization } = this.provider;
    if (!parameterization) {
      throw new ProviderError(grpc.status.UNIMPLEMENTED, `The plugin "${name}" takes no parameter.`);
    }
    const response = parameterize({ name, version, parameterization }, request);
    this.isParameterized = true;
    return response;
  }

  private checkConfig(request: messages.CheckRequest): messages.CheckResponse {
    const { name, config } = this.provider;
    const received = decode(request.getNews());
    const values = configValues(received.values, config);
    return checkResponse(
      received,
      secretsOf({ inputs: config, outputs: {} }, received.secrets),
      checkProperties(values, config, `The provider "${name}"`),
    );
  }

  private diffConfig(request: messages.DiffRequest): messages.DiffResponse {
    const { config } = this.provider;
    const olds = configValues(decode(request.getOldInputs() ?? request.getOlds()).values, config);
    return diffResponse(
      changes(olds, configValues(decode(request.getNews()).values, config), { inputs: config }, true),
    );
  }

  private async configure(request: messages.ConfigureRequest): Promise<messages.ConfigureResponse> {
    const { config } = this.provider;
    const values = configValues(decode(request.getArgs()).values, config);
    this.client = Promise.resolve(this.provider.connect(effectiveInputs(values, { inputs: config })));
    await this.client;
    const response = new messages.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    return response;
  }

  private check(request: messages.CheckRequest): messages.CheckResponse {
    const type = this.typeOf(request);
    const received = withNames(decode(request.getNews()), decode(request.getOlds()), type.inputs, request);
    const failures: Failure[] = checkProperties(received.values, type.inputs, tokenOf(request));
    if (failures.length === 0 && type.check) {
      const inputs = Object.entries(effectiveInputs(received.values, type));
      const known = inputs.filter(([, value]) => !hasUnknown(value));
      const unknown = inputs.filter(([, value]) => hasUnknown(value)).map(([name]) => name);
      failures.push(...type.check(Object.fromEntries(known), new Set(unknown)));
    }
    return checkResponse(received, secretsOf(type, received.secrets), failures);
  }

  private diff(request: messages.DiffRequest): messages.DiffResponse {
    const type = this.typeOf(request);
    const state = decode(request.getOlds()).values;
    const olds = decode(request.getOldInputs() ?? request.getOlds()).values;
    const news = decode(request.getNews()).values;
    const known = knownOf(type, state, olds);
    const inputs = effectiveInputs(news, type);
    const refused = type.refuse?.(known, inputs) ?? [];
    if (refused.length > 0) {
      throw new ProviderError(grpc.status.FAILED_PRECONDITION, refused.join("\n"));
    }
    const changed = changes(olds, news, type, type.update !== undefined);
    const expired = type.expired?.(known, inputs);
    if (expired !== undefined) {
      changed.push({ property: expired, kind: "update", replaces: true, isOutput: true });
    }
    return diffResponse(changed, type.deleteBeforeReplace);
  }

  private async create(request: messages.CreateRequest): Promise<messages.CreateResponse> {
    const type = this.typeOf(request);
    const received = decode(request.getProperties());
    const response = new messages.CreateResponse();
    const write = writer(type, received);
    if (request.getPreview()) {
      response.setProperties(write(previewOf(type, received.values)));
      return response;
    }
    const inputs = effectiveInputs(received.values, type);
    const operation = await this.operation(request);
    const { id, outputs } = await keepingPartial(type, received, () => type.create(inputs, operation));
    response.setId(id);
    response.setProperties(write(stateOf(type, { inputs, outputs })));
    return response;
  }

  private async read(request: messages.ReadRequest): Promise<messages.ReadResponse> {
    const type = this.typeOf(request);
    const state = decode(request.getProperties());
    const inputs = decode(request.getInputs());
    const imported = Object.keys(state.values).length === 0;
    if (imported && !type.read) {
      throw new ProviderError(
        grpc.status.UNIMPLEMENTED,
        `${tokenOf(request)} cannot be imported: nothing can be looked up by its id.`,
      );
    }
    const secrets = secretsOf(type, new Set([...state.secrets, ...inputs.secrets]));
    const known = knownOf(
      type,
      state.values,
      Object.keys(inputs.values).length > 0 ? inputs.values : state.values,
    );
    const found: Found | undefined = type.read
      ? await type.read(request.getId(), imported ? undefined : known, await this.operation(request))
      : known;
    const response = new messages.ReadResponse();
    if (found) {
      response.setId(found.id ?? request.getId());
      response.setProperties(encode(stateOf(type, found), secrets));
      response.setInputs(
        encode(sparseInputs(type, found.inputs, imported ? undefined : inputs.values), secrets),
      );
    }
    return response;
  }

  private async update(request: messages.UpdateRequest): Promise<messages.UpdateResponse> {
    const type = this.typeOf(request);
    const olds = decode(request.getOlds());
    const received = decode(request.getNews());
    const response = new messages.UpdateResponse();
    const write = writer(type, received);
    if (!type.update) {
      throw new ProviderError(grpc.status.UNIMPLEMENTED, `${tokenOf(request)} cannot change in place.`);
    }
    if (request.getPreview()) {
      response.setProperties(write(previewOf(type, received.values, olds.values)));
      return response;
    }
    const inputs = effectiveInputs(received.values, type);
    const known = knownOf(type, olds.values, decode(request.getOldInputs() ?? request.getOlds()).values);
    const operation = await this.operation(request);
    const outputs = await keepingPartial(type, received, () =>
      type.update!(request.getId(), known, inputs, operation),
    );
    response.setProperties(write(stateOf(type, { inputs, outputs })));
    return response;
  }

  private async delete(request: messages.DeleteRequest): Promise<Empty> {
    const type = this.typeOf(request);
    const state = decode(request.getProperties()).values;
    const known = knownOf(type, state, decode(request.getOldInputs() ?? request.getProperties()).values);
    const operation = await this.operation(request);
    await type.delete?.(request.getId(), known, operation);
    return new Empty();
  }

  private invoke(request: messages.InvokeRequest): Promise<messages.InvokeResponse> {
    const { functions = {} } = this.provider;
    const type = functions[request.getTok()];
    if (!type) throw this.missing("function", request.getTok(), functions);
    return invoke(type, request, () => this.operation());
  }

  private typeOf(request: ResourceRequest): ResourceType<Client> {
    const { resources } = this.provider;
    const token = tokenOf(request);
    const type = resources[token];
    if (!type) throw this.missing("type", token, resources);
    return type;
  }

  private missing(kind: "type" | "function", token: string, present: object): ProviderError {
    return new ProviderError(
      grpc.status.NOT_FOUND,
      `The built-in ${this.provider.name} provider has no ${kind} ${token}. It has: ${Object.keys(present).join(", ") || "none"}. ` +
        `For other ${kind}s install the official provider of that name.`,
    );
  }

  private async operation(request?: ResourceRequest & { getTimeout?(): number }): Promise<Operation<Client>> {
    const stop = this.cancelled.signal;
    if (stop.aborted) {
      throw new ProviderError(grpc.status.CANCELLED, "Not started: the operation was cancelled.");
    }
    if (!this.client) {
      throw new ProviderError(
        grpc.status.FAILED_PRECONDITION,
        `The provider "${this.provider.name}" is not configured.`,
      );
    }
    const seconds = request?.getTimeout?.() ?? 0;
    const signal = seconds > 0 ? AbortSignal.any([stop, AbortSignal.timeout(seconds * 1000)]) : stop;
    return { client: await this.client, signal, urn: request?.getUrn() ?? "" };
  }
}

/** The type is a field of its own; engines before 3.130 say it only in the URN. */
function tokenOf(request: ResourceRequest): string {
  return request.getType() || (request.getUrn().split("::")[2]?.split("$").pop() ?? "");
}

function writer<Client>(type: ResourceType<Client>, received: Received): (values: Values) => Struct {
  const secrets = secretsOf(type, received.secrets);
  return (values) => encode(values, secrets);
}

async function keepingPartial<Client, Result>(
  type: ResourceType<Client>,
  received: Received,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof PartialFailure) {
      const write = writer(type, received);
      throw initFailed(
        error.id,
        write(stateOf(type, { inputs: received.values, outputs: error.outputs })),
        write(received.values),
        error.reasons,
      );
    }
    throw error;
  }
}
