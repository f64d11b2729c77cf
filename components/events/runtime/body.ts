import { requestWith } from "./request";

/** Larger bodies are refused with 413, in bytes. */
export const largestBody = 1_000_000;

/**
 * @returns the request with a body that is no larger than allowed, or undefined when it is larger. A body that does not
 * say its length is read to find out; Node itself holds the others to the length that they say.
 */
export async function limited(request: Request): Promise<Request | undefined> {
  const length = request.headers.get("content-length");
  if (length !== null) return Number(length) > largestBody ? undefined : request;
  if (!request.body) return request;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > largestBody) return undefined;
    chunks.push(chunk);
  }
  const { method, headers, signal } = request;
  return requestWith(request.url, { method, headers, signal, body: Buffer.concat(chunks) });
}
