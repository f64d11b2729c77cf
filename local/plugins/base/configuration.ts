import { CheckFailure, CheckResponse } from "@pulumi/pulumi/proto/provider_pb";
import type { Failure, InputProperties } from "./property";
import { encode, type Received, type Value, type Values } from "./value";

/** What the engine adds to a provider's own configuration. */
const engineKeys = new Set(["version", "pluginDownloadURL"]);

/** A provider's configuration out of what the engine sends: all but texts come as JSON within a text. */
export function configValues(received: Values, declared: InputProperties): Values {
  return Object.fromEntries(
    Object.entries(received)
      .filter(([name]) => !engineKeys.has(name) || name in declared)
      .map(([name, value]) => [name, declared[name]?.type === "string" ? value : parsed(value)]),
  );
}

function parsed(value: Value): Value {
  if (typeof value !== "string") {
    return value;
  }
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value;
  }
}

/** The inputs as they came, or why they are refused. */
export function checkResponse(
  received: Received,
  secrets: ReadonlySet<string>,
  failures: readonly Failure[],
): CheckResponse {
  const response = new CheckResponse();
  response.setInputs(encode(received.values, secrets));
  response.setFailuresList(failureMessages(failures));
  return response;
}

/** Failures in the engine's form. */
export function failureMessages(failures: readonly Failure[]): CheckFailure[] {
  return failures.map(({ property, reason }) => {
    const failure = new CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    return failure;
  });
}
