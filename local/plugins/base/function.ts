import { InvokeResponse, type InvokeRequest } from "@pulumi/pulumi/proto/provider_pb";
import { checkProperties } from "./check";
import { failureMessages } from "./configuration";
import { effectiveInputs, type InputProperties, type OutputProperty } from "./property";
import type { Operation } from "./resource";
import { decode, encode, type Values } from "./value";

/** A function of a provider: it looks something up, and changes nothing. */
export interface FunctionType<Client = undefined> {
  readonly description: string;
  readonly inputs: InputProperties;
  readonly outputs: Readonly<Record<string, OutputProperty>>;
  /** @param inputs known ones, defaults filled in @returns all outputs */
  call(inputs: Values, operation: Omit<Operation<Client>, "urn">): Promise<Values>;
}

/** Answers a request; everything in the answer is secret when something in the request is. */
export async function invoke<Client>(
  type: FunctionType<Client>,
  request: InvokeRequest,
  operation: () => Promise<Omit<Operation<Client>, "urn">>,
): Promise<InvokeResponse> {
  const { inputs } = type;
  const { values, secrets } = decode(request.getArgs());
  const response = new InvokeResponse();
  const failures = checkProperties(values, inputs, request.getTok());
  if (failures.length > 0) {
    response.setFailuresList(failureMessages(failures));
    return response;
  }
  const outputs = await type.call(effectiveInputs(values, { inputs }), await operation());
  const isSecret = secrets.size > 0 || Object.keys(values).some((name) => inputs[name]?.secret);
  response.setReturn(encode(outputs, new Set(isSecret ? Object.keys(outputs) : [])));
  return response;
}
