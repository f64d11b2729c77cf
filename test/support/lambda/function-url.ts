import type * as http from "node:http";
import type { HttpEvent, HttpResult } from "../../../components/events/runtime/lambda/http";
import { bodyOf, httpServer, type HttpServer } from "../http-server";
import type { Result } from "./runtime-api";

/**
 * What Lambda does with a request to a function's URL: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 *
 @param invoke calls the function, with the trace that the caller's header names, if it does */
export async function functionUrl(
  invoke: (event: HttpEvent, trace: string | undefined) => Promise<Result>,
): Promise<HttpServer> {
  return httpServer((incoming, outgoing) => {
    void eventOf(incoming)
      .then((event) => invoke(event, event.headers["x-amzn-trace-id"]))
      .then((result) => answer(outgoing, result));
  });
}

/** Media types whose bodies come as text. */
const textual = /^(text\/|application\/(.*\+)?(json|xml|javascript|x-www-form-urlencoded)\b)/;

async function eventOf(incoming: http.IncomingMessage): Promise<HttpEvent> {
  const body = await bodyOf(incoming);
  const text = textual.test(incoming.headers["content-type"] ?? "") && !incoming.headers["content-encoding"];
  const [rawPath = "", rawQueryString = ""] = incoming.url!.split(/\?(.*)/s);
  const { cookie, ...headers } = incoming.headers;
  const domainName = headers.host!;
  const method = incoming.method!;
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath,
    rawQueryString,
    ...(cookie !== undefined && { cookies: cookie.split("; ") }),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    requestContext: {
      accountId: "anonymous",
      apiId: "contract",
      domainName,
      domainPrefix: "contract",
      http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "" },
      requestId: "1",
      routeKey: "$default",
      stage: "$default",
      time: "01/Jan/2026:00:00:00 +0000",
      timeEpoch: 0,
    },
    ...(body.length > 0 && { body: body.toString(text ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

function answer(outgoing: http.ServerResponse, { payload, error }: Result): void {
  if (error)
    return void outgoing.writeHead(502, { "content-type": "text/plain" }).end("Internal Server Error");
  const { statusCode, headers, cookies = [], body = "", isBase64Encoded } = payload as HttpResult;
  for (const [name, value] of Object.entries({ "content-type": "application/json", ...headers })) {
    outgoing.setHeader(name, String(value));
  }
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  outgoing.writeHead(statusCode!).end(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"));
}
