import { AwsClient } from "aws4fetch";
import { patience } from "../post";

/** Further attempts when a service is busy or fails; they begin within a second. */
const retries = 3;

/** One call of a service's JSON protocol. */
export interface Call {
  /** As it stands in signatures, such as `events`. */
  readonly service: string;
  /** Of that protocol. */
  readonly version: "1.0" | "1.1";
  /** Such as `AWSEvents.PutEvents`. */
  readonly operation: string;
  readonly input: object;
}

/**
 * Calls a service of AWS in the name of the function. It does the two calls of this run time with a signer of six
 * kilobytes, where clients of its SDK would be almost half a megabyte in every function.
 *
 * @param origin where the service is
 * @returns what it answers
 * @throws Error when it refuses
 */
export async function callAws(origin: string, call: Call): Promise<unknown> {
  const { service, version, operation, input } = call;
  const answer = await client(service).fetch(origin, {
    method: "POST",
    headers: { "content-type": `application/x-amz-json-${version}`, "x-amz-target": operation },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(patience),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${operation} was answered ${answer.status}: ${text.slice(0, 500)}`);
  return JSON.parse(text) as unknown;
}

/** With the keys that Lambda gives; they are others in a while. */
function client(service: string): AwsClient {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId = "",
    AWS_SECRET_ACCESS_KEY: secretAccessKey = "",
    AWS_SESSION_TOKEN: sessionToken,
    AWS_REGION: region,
  } = process.env;
  return new AwsClient({ accessKeyId, secretAccessKey, sessionToken, region, service, retries });
}
