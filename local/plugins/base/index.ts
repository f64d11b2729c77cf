import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { servePlugin } from "../serve";
import type { Provider } from "./provider";
import { ProviderService } from "./service";

export { Asset } from "./asset";
export type { FunctionType } from "./function";
export type { Parameterization, Wanted } from "./parameterization";
export type { Failure, InputProperties, InputProperty, ObjectType, OutputProperty } from "./property";
export type { Provider } from "./provider";
export { PartialFailure, type Known, type Operation, type ResourceType } from "./resource";
export { hasUnknown, type Value, type Values } from "./value";

/** Serves a provider as a plugin: the whole main of one. */
export function serveProvider<Client>(provider: Provider<Client>): Promise<void> {
  return servePlugin(ResourceProviderService, new ProviderService(provider).methods());
}
