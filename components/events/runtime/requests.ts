import { fileServer, type Assets } from "./assets";
import { largestBody, limited } from "./body";
import { contextOf } from "./context";
import type { Handler } from "./handler";
import { described, log } from "./log";
import { refusal } from "./refusal";
import type { Answerer } from "./server";

/** Answers requests by a handler, and before it with files for browsers. */
export function answerRequests(handler: Handler, assets: Assets = {}): Answerer {
  const files = fileServer(assets);
  return async (incoming) => {
    const file = files(incoming);
    if (file) return file;
    try {
      const request = await limited(incoming);
      if (!request) return refusal(413, `The body is larger than ${largestBody} bytes.`);
      const context = contextOf(request.signal, request.headers.get("traceparent"));
      const response: unknown = await handler(request, context);
      if (response instanceof Response) return response;
      throw new TypeError("the handler returned something that is not a Response");
    } catch (error) {
      log("ERROR", "the handler failed", described(error));
      return refusal(500, "The function failed.");
    }
  };
}
