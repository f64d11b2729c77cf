import * as grpc from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** A failure with the code by which the engine tells kinds of failures apart. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";

  constructor(
    readonly code: grpc.status,
    message: string,
    readonly metadata = new grpc.Metadata(),
  ) {
    super(message);
  }
}

/** A failure that tells the engine what exists nevertheless, so that the state keeps it. */
export function initFailed(
  id: string,
  state: Struct,
  inputs: Struct,
  reasons: readonly string[],
): ProviderError {
  const message = reasons.join("\n");
  const detail = new ErrorResourceInitFailed();
  detail.setId(id);
  detail.setProperties(state);
  detail.setInputs(inputs);
  detail.setReasonsList([...reasons]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(message);
  status.addDetails(packed);
  // gRPC for Node has no call for details; this is the trailer that carries them.
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return new ProviderError(grpc.status.UNKNOWN, message, metadata);
}

/** What gRPC sends for a thrown error. Messages are for users: no stack traces. */
export function statusOf(error: unknown): grpc.ServerErrorResponse {
  const problem = error instanceof Error ? error : new Error(String(error));
  const known = problem instanceof ProviderError ? problem : undefined;
  return Object.assign(new Error(problem.message), {
    code: known?.code ?? grpc.status.UNKNOWN,
    details: problem.message,
    metadata: known?.metadata,
  });
}
