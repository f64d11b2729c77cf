import { setTimeout } from "node:timers/promises";
import type { Handler } from "../../../../components/events/runtime/handler";

/** What the contract asks of a function that answers requests: a path for each question. */
const answers: Readonly<Record<string, Handler>> = {
  "/echo": async (request) => {
    const { pathname, search } = new URL(request.url);
    return Response.json({
      method: request.method,
      address: pathname + search,
      headers: Object.fromEntries(request.headers),
      body: Buffer.from(await request.arrayBuffer()).toString("base64"),
    });
  },
  "/status": (request) =>
    new Response("said", { status: Number(new URL(request.url).searchParams.get("code")) }),
  "/moved": () => new Response(null, { status: 302, headers: { location: "/echo" } }),
  "/empty": () => new Response(null, { status: 204 }),
  "/headers": () =>
    new Response("", {
      headers: [
        ["x-one", "1"],
        ["vary", "accept"],
        ["vary", "origin"],
        ["set-cookie", "a=1; Path=/"],
        ["set-cookie", "b=2; HttpOnly"],
      ],
    }),
  "/text": () => new Response("Grüße, 世界 🌷"),
  "/untyped": () => new Response(Buffer.from("as it is")),
  "/bytes": () => new Response(everyByte, { headers: { "content-type": "application/octet-stream" } }),
  "/lying": () => new Response(everyByte, { headers: { "content-type": "text/plain; charset=utf-8" } }),
  "/large": () => new Response("x".repeat(4_000_000)),
  "/huge": () => new Response("x".repeat(7_000_000)),
  "/parts": () => new Response(inParts()),
  "/meet": async () => new Response((await meeting()) ? "together" : "alone"),
  "/stream": () => new Response(new Blob(["one, ", "two, ", "three"]).stream()),
  "/robots.txt": () => new Response("nobody"),
  "/throws": () => {
    throw new Error("a secret of the inside");
  },
  "/rejects": () => Promise.reject(new Error("a secret of the inside")),
  "/nothing": () => undefined as unknown as Response,
  "/log": (_, { log, source }) => {
    log("seen", { number: 7, source });
    return new Response("");
  },
  "/publish": async (_, { publish }) => {
    await publish({ type: "order.placed", subject: "order/7", data: { roses: 12 } });
    return new Response("published");
  },
  "/publish-other": async (_, { publish }) => {
    await publish({ type: "order.lost" });
    return new Response("published");
  },
  "/database": (_, { database }) => new Response(database() ? "there" : "none"),
  "/wait": async (_, { signal, log }) => {
    log("waits");
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    log("learned that nobody waits");
    return new Promise<never>(() => undefined);
  },
};

/** Two parts, with a pause between them. */
const inParts = (): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async start(controller) {
      controller.enqueue(Buffer.from("one, "));
      await setTimeout(pause);
      controller.enqueue(Buffer.from("two"));
      controller.close();
    },
  });

/** Whether somebody else comes while one waits. */
async function meeting(): Promise<boolean> {
  here += 1;
  for (let waited = 0; here < 2 && waited < 10; waited += 1) await setTimeout(pause);
  return here > 1;
}

let here = 0;

/** In milliseconds. */
const pause = 100;

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

const handler: Handler = (request, context) => {
  const answer = answers[new URL(request.url).pathname];
  return answer ? answer(request, context) : new Response("none", { status: 404 });
};

export default handler;
