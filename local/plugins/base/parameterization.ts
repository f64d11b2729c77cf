import * as grpc from "@grpc/grpc-js";
import { ParameterizeResponse, type ParameterizeRequest } from "@pulumi/pulumi/proto/provider_pb";
import { ProviderError } from "./status";

/** How a package comes from a plugin of another name, which is told at each start what it is to serve. */
export interface Parameterization {
  /** Name of the plugin. */
  readonly name: string;
  /** Version of the plugin. */
  readonly version: string;
  /** What SDKs of the package hand over. */
  readonly parameter: string;
  /** Why it is another package that is wanted. @returns undefined when it is this one */
  refuse(wanted: Wanted): string | undefined;
}

/** What a plugin is told: the arguments of `pulumi package add`, or what an SDK hands over. */
export type Wanted =
  | { readonly args: readonly string[]; readonly parameter?: undefined }
  | { readonly parameter: string; readonly args?: undefined };

/** @throws ProviderError when it is another package that is wanted */
export function parameterize(
  { name, version, parameterization }: PackageVersion,
  request: ParameterizeRequest,
): ParameterizeResponse {
  const value = request.getValue();
  const wanted: Wanted = value
    ? { parameter: Buffer.from(value.getValue_asU8()).toString() }
    : { args: request.getArgs()?.getArgsList() ?? [] };
  const reason = parameterization.refuse(wanted);
  if (reason !== undefined) {
    throw new ProviderError(grpc.status.INVALID_ARGUMENT, reason);
  }
  const response = new ParameterizeResponse();
  response.setName(name);
  response.setVersion(version);
  return response;
}

interface PackageVersion {
  readonly name: string;
  readonly version: string;
  readonly parameterization: Parameterization;
}
