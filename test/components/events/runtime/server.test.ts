import * as http from "node:http";
import { Readable } from "node:stream";
import { listening, run, type Running } from "./process";

const routes = `
const held: (() => void)[] = [];
export default async (request: Request, { log }: { log(message: string, fields?: object): void }) => {
  const { pathname } = new URL(request.url);
  switch (pathname) {
    case "/echo":
      return new Response(await request.text(), { headers: { "x-method": request.method } });
    case "/log":
      log("seen", { number: 7 });
      return new Response(null, { status: 204 });
    case "/cookies":
      return new Response("", { headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]] });
    case "/throws":
      throw new Error("a secret of the inside");
    case "/nothing":
      return undefined;
    case "/hold":
      log("held");
      await new Promise<void>((resolve) => held.push(resolve));
      return new Response("finished");
    case "/release":
      held.forEach((release) => release());
      return new Response("");
    default:
      return new Response("", { status: 404 });
  }
};`;

describe("a function that runs", () => {
  let running: Running;
  beforeAll(async () => {
    running = await listening(routes);
  });
  afterAll(async () => {
    running.process.kill("SIGKILL");
    await running.exit;
  });
  const call = (path: string, init?: RequestInit) => fetch(`${running.url}${path}`, init);
  const streamed = (size: number): RequestInit => {
    const body = Readable.toWeb(Readable.from([Buffer.alloc(size, "x")]));
    return { method: "POST", body: body as ReadableStream, duplex: "half" };
  };

  test("gets the request and gives the response, with method, status, headers and body", async () => {
    const answer = await call("/echo", { method: "PUT", body: "hello" });
    expect([answer.status, answer.headers.get("x-method"), await answer.text()]).toEqual([
      200,
      "PUT",
      "hello",
    ]);
    expect((await call("/absent")).status).toBe(404);
    expect((await call("/cookies")).headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  });

  test("logs one line of JSON", async () => {
    expect((await call("/log")).status).toBe(204);
    expect(running.lines()).toContainEqual({
      severity: "INFO",
      message: "seen",
      number: 7,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
    });
  });

  test.each([
    ["throws", "Error: a secret of the inside"],
    ["nothing", "TypeError: the handler returned something that is not a Response"],
  ])("that fails (%s) answers 500 without a word of why, which is in the log", async (path, error) => {
    const answer = await call(`/${path}`);
    expect([answer.status, await answer.json()]).toEqual([500, { error: "The function failed." }]);
    expect(running.lines()).toContainEqual(
      expect.objectContaining({ severity: "ERROR", error, stack: expect.stringContaining(error) as string }),
    );
    expect((await call("/echo")).status).toBe(200);
  });

  test("takes a body up to the limit, whether it says its length or not", async () => {
    const body = "x".repeat(1_000_000);
    expect(await (await call("/echo", { method: "POST", body })).text()).toBe(body);
    expect(await (await call("/echo", streamed(1_000_000))).text()).toBe(body);
  });

  test("refuses a larger body, whether it says its length or not", async () => {
    const said = await call("/echo", { method: "POST", body: "x".repeat(1_000_001) });
    const unsaid = await call("/echo", streamed(1_000_001));
    const refusal = { error: "The body is larger than 1000000 bytes." };
    expect([said.status, await said.json()]).toEqual([413, refusal]);
    expect([unsaid.status, await unsaid.json()]).toEqual([413, refusal]);
  });

  test("keeps connections longer than Knative's proxy does, which is 90 seconds", async () => {
    expect((await call("/echo")).headers.get("keep-alive")).toBe("timeout=120");
  });
});

test("on SIGTERM the request in flight is answered, then it ends with 0, although its connection is kept open", async () => {
  const running = await listening(routes);
  const agent = new http.Agent({ keepAlive: true });
  const get = (path: string) =>
    new Promise<string>((resolve, reject) => {
      http
        .get(`${running.url}${path}`, { agent }, (response) => {
          response.setEncoding("utf8").once("data", resolve).once("error", reject);
        })
        .once("error", reject);
    });
  const held = get("/hold");
  // Open before the signal, for the call that ends the other one.
  const release = http.request(`${running.url}/release`, { method: "POST" });
  release.on("error", () => undefined).write("x");
  while (!running.lines().some(({ message }) => message === "held")) await new Promise(setImmediate);
  running.process.kill("SIGTERM");
  release.end();
  await expect(held).resolves.toBe("finished");
  await expect(running.exit).resolves.toBe(0);
  agent.destroy();
});

test.each([
  [
    "throws while it is imported",
    'throw new Error("no such table"); export default () => new Response();',
    "no such table",
  ],
  ["has no function as its default export", "export default 7 as never;", "is not a function"],
  [
    "rejects where nobody waits",
    'void Promise.reject(new Error("lost")); export default () => new Response();',
    "lost",
  ],
])("a function that %s ends with 1, and says so in one line of its log", async (_, code, reason) => {
  const running = await run(code);
  await expect(running.exit).resolves.toBe(1);
  expect(running.lines()).toEqual([
    expect.objectContaining({
      severity: "ERROR",
      message: "the function crashed",
      error: expect.stringContaining(reason) as string,
    }),
  ]);
});
