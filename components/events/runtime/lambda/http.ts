import { isUtf8 } from "node:buffer";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { requestWith } from "../request";

/** What a function URL, or an HTTP API of API Gateway, makes of a request: version 2.0 of its form. */
export type HttpEvent = APIGatewayProxyEventV2;

/** What either makes an answer of. */
export type HttpResult = APIGatewayProxyStructuredResultV2;

export const isHttp = (event: unknown): event is HttpEvent =>
  (event as Partial<HttpEvent> | null)?.requestContext?.http !== undefined;

/** @param trace the trace that it belongs to where it says none itself @throws TypeError for one that is no request */
export function requestOf(event: HttpEvent, signal: AbortSignal, trace?: string): Request {
  const { requestContext, rawPath, rawQueryString, body } = event;
  const { method } = requestContext.http;
  const query = rawQueryString === "" ? "" : `?${rawQueryString}`;
  const headers = headersOf(event);
  if (trace !== undefined && !headers.has("traceparent")) headers.set("traceparent", trace);
  return requestWith(`https://${requestContext.domainName}${rawPath}${query}`, {
    method,
    headers,
    signal,
    ...(body !== undefined &&
      !["GET", "HEAD"].includes(method) && {
        body: Buffer.from(body, event.isBase64Encoded ? "base64" : "utf8"),
      }),
  });
}

/** Cookies come apart from the others. */
function headersOf({ headers, cookies = [] }: HttpEvent): Headers {
  const found = new Headers();
  for (const [name, value] of Object.entries(headers)) found.set(name, onWire(value ?? ""));
  if (cookies.length > 0) found.set("cookie", onWire(cookies.join("; ")));
  return found;
}

/** What is no Latin 1 was bytes of UTF-8, which a header of the web's has one by one, as every other server does. */
const onWire = (value: string): string =>
  /[^\u0000-\u00ff]/.test(value) ? Buffer.from(value, "utf8").toString("latin1") : value;

/** The answer in whole: as text where its bytes are text in UTF-8, which JSON leaves as they are, else in base64. */
export async function resultOf(response: Response): Promise<HttpResult> {
  const { status, headers } = response;
  const body = Buffer.from(await response.arrayBuffer());
  const text = isUtf8(body);
  return {
    statusCode: status,
    headers: {
      // Lambda's own default is JSON; this is what a function has elsewhere.
      "content-type": "text/plain; charset=UTF-8",
      ...Object.fromEntries([...headers].filter(([name]) => name !== "set-cookie")),
    },
    cookies: headers.getSetCookie(),
    body: body.toString(text ? "utf8" : "base64"),
    isBase64Encoded: !text,
  };
}
