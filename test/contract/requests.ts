/* eslint-disable jest/no-export -- every platform runs these tests */
import { gzipSync } from "node:zlib";
import { Readable } from "node:stream";
import type { Instance, TestedPlatform } from "../support/contract/platform";
import { until } from "../support/contract/until";

interface Echo {
  readonly method: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const largest = 1_000_000;

/** What a function that answers requests can rely on, on every platform. */
export function answersRequests(platform: TestedPlatform): void {
  let instance: Instance;
  beforeAll(async () => {
    instance = await platform.start({ takes: "requests" });
  });
  afterAll(() => instance.stop());

  const call = (path: string, init?: RequestInit) => instance.request(path, init);
  const echo = async (path: string, init?: RequestInit) => (await (await call(path, init)).json()) as Echo;
  const post = (body: RequestInit["body"], contentType = "application/octet-stream"): RequestInit => ({
    method: "POST",
    body,
    headers: { "content-type": contentType },
  });
  const logged = (message: string) => instance.lines().filter((line) => line.message === message);

  describe("a request", () => {
    test.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
      "comes with its method: %s",
      async (method) => {
        expect((await echo("/echo", { method })).method).toBe(method);
      },
    );

    test("of method HEAD is answered without a body", async () => {
      const answer = await call("/text", { method: "HEAD" });
      expect([answer.status, await answer.text()]).toEqual([200, ""]);
    });

    test.each([
      ["with a query", "/echo?a=1&b=two%20words&a=3"],
      ["with an empty value", "/echo?empty=&none"],
      ["with characters that addresses encode", "/echo?name=Gr%C3%BC%C3%9Fe&slash=%2F&plus=a+b"],
    ])("comes with its address: %s", async (_, address) => {
      expect((await echo(address)).address).toBe(address);
    });

    test("comes with its headers, whose names know no case", async () => {
      const { headers } = await echo("/echo", {
        headers: { "X-Trace-Me": "yes", Accept: "text/html, */*;q=0.8" },
      });
      expect(headers).toMatchObject({ "x-trace-me": "yes", accept: "text/html, */*;q=0.8" });
    });

    test("comes with every value of a header that is there twice", async () => {
      const headers: [string, string][] = [
        ["x-many", "one"],
        ["x-many", "two"],
      ];
      expect((await echo("/echo", { headers })).headers["x-many"]).toBe("one, two");
    });

    test("comes with its cookies", async () => {
      expect((await echo("/echo", { headers: { cookie: "a=1; b=2" } })).headers.cookie).toBe("a=1; b=2");
    });

    test("comes with who asks", async () => {
      const { headers } = await echo("/echo", { headers: { authorization: "Bearer a.b.c" } });
      expect(headers.authorization).toBe("Bearer a.b.c");
    });

    test("comes with its text", async () => {
      const { body } = await echo("/echo", post("Grüße, 世界 🌷", "text/plain; charset=utf-8"));
      expect(Buffer.from(body, "base64").toString()).toBe("Grüße, 世界 🌷");
    });

    test("comes with its JSON, to the letter", async () => {
      const text = '{ "b": 1.0,\n "a": "\\u00e9" }';
      const { body, headers } = await echo("/echo", post(text, "application/json"));
      expect(Buffer.from(body, "base64").toString()).toBe(text);
      expect(headers["content-type"]).toBe("application/json");
    });

    test("comes with its form", async () => {
      const { body } = await echo("/echo", post("a=1&b=2&a=3", "application/x-www-form-urlencoded"));
      expect(Buffer.from(body, "base64").toString()).toBe("a=1&b=2&a=3");
    });

    test("comes with its bytes", async () => {
      expect((await echo("/echo", post(everyByte))).body).toBe(everyByte.toString("base64"));
    });

    test("comes with its bytes where it says that they are text", async () => {
      const { body } = await echo("/echo", post(Buffer.from([0xe9]), "image/png"));
      expect(body).toBe(Buffer.from([0xe9]).toString("base64"));
    });

    test("comes without a body where it has none", async () => {
      expect((await echo("/echo", { method: "POST" })).body).toBe("");
    });

    test("to an address that looks like a robot's comes, too", async () => {
      expect(await (await call("/robots.txt")).text()).toBe("nobody");
    });
  });

  describe("a body", () => {
    test("of the largest size is taken", async () => {
      const { body } = await echo("/echo", post(Buffer.alloc(largest, "x")));
      expect(Buffer.from(body, "base64")).toHaveLength(largest);
    });

    test("that is larger is refused", async () => {
      const answer = await call("/echo", post(Buffer.alloc(largest + 1, "x")));
      expect([answer.status, await answer.json()]).toEqual([
        413,
        { error: `The body is larger than ${largest} bytes.` },
      ]);
    });

    test("that is larger and does not say so is refused", async () => {
      const body = Readable.toWeb(Readable.from([Buffer.alloc(largest), Buffer.from("x")])) as ReadableStream;
      const answer = await call("/echo", { ...post(body), duplex: "half" });
      expect(answer.status).toBe(413);
    });

    test("that was packed never becomes more than is allowed", async () => {
      const packed = gzipSync(Buffer.alloc(20 * largest));
      const answer = await call("/echo", {
        method: "POST",
        body: packed,
        headers: { "content-type": "text/plain", "content-encoding": "gzip" },
      });
      const body = answer.status === 413 ? "" : ((await answer.json()) as Echo).body;
      expect(Buffer.from(body, "base64").length).toBeLessThanOrEqual(largest);
    });
  });

  describe("an answer", () => {
    test.each([200, 201, 400, 401, 403, 404, 409, 418, 429, 503])("has its status: %i", async (code) => {
      const answer = await call(`/status?code=${code}`);
      expect([answer.status, await answer.text()]).toEqual([code, "said"]);
    });

    test("can lead elsewhere", async () => {
      const answer = await call("/moved");
      expect([answer.status, answer.headers.get("location")]).toEqual([302, "/echo"]);
    });

    test("can be empty", async () => {
      const answer = await call("/empty");
      expect([answer.status, await answer.text()]).toEqual([204, ""]);
    });

    test("has its headers, and every value of those that are there twice", async () => {
      const { headers } = await call("/headers");
      expect([headers.get("x-one"), headers.get("vary")]).toEqual(["1", "accept, origin"]);
    });

    test("has its cookies, each for itself", async () => {
      expect((await call("/headers")).headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2; HttpOnly"]);
    });

    test("has its text", async () => {
      const answer = await call("/text");
      expect(await answer.text()).toBe("Grüße, 世界 🌷");
      expect(answer.headers.get("content-type")).toMatch(/^text\/plain; ?charset=utf-8$/i);
    });

    test("is text where it does not say what it is", async () => {
      expect((await call("/untyped")).headers.get("content-type")).toMatch(/^text\/plain/);
    });

    test.each(["/bytes", "/lying"])("has its bytes, whatever it says they are: %s", async (path) => {
      expect(Buffer.from(await (await call(path)).arrayBuffer())).toEqual(everyByte);
    });

    test("can have four million bytes", async () => {
      expect(await (await call("/large")).text()).toHaveLength(4_000_000);
    });

    test("can come in parts", async () => {
      expect(await (await call("/stream")).text()).toBe("one, two, three");
    });
  });

  describe("a handler", () => {
    test.each(["/throws", "/rejects"])(
      "that fails (%s) answers 500 without a word of why, which is in the log",
      async (path) => {
        const before = logged("the handler failed").length;
        const answer = await call(path);
        expect([answer.status, await answer.json()]).toEqual([500, { error: "The function failed." }]);
        const lines = logged("the handler failed");
        expect(lines).toHaveLength(before + 1);
        expect(lines.at(-1)).toMatchObject({ severity: "ERROR", error: "Error: a secret of the inside" });
      },
    );

    test("that returns no answer fails", async () => {
      expect((await call("/nothing")).status).toBe(500);
      expect(logged("the handler failed").at(-1)!.error).toMatch(/something that is not a Response/);
    });

    test("that failed answers the next request", async () => {
      await call("/throws");
      expect((await call("/text")).status).toBe(200);
    });

    test("logs one line of JSON", async () => {
      await call("/log");
      expect(logged("seen")[0]).toEqual({
        severity: "INFO",
        message: "seen",
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
        number: 7,
        source: "/functions/contract",
        ...traceOf(logged("seen")[0]!),
      });
    });

    test("logs the trace that the request belongs to", async () => {
      const trace = "0af7651916cd43dd8448eb211c80319c";
      await call("/log", { headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` } });
      expect(logged("seen").at(-1)).toMatchObject({ trace_id: trace, span_id: "b7ad6b7169203331" });
    });

    test("that has no database says so", async () => {
      expect((await call("/database")).status).toBe(500);
      expect(logged("the handler failed").at(-1)!.error).toMatch(/The function has no database/);
    });

    test("publishes, and is done when the bus has it", async () => {
      expect((await call("/publish")).status).toBe(200);
      expect(instance.events.at(-1)).toMatchObject({
        type: "order.placed",
        source: "/functions/contract",
        subject: "order/7",
        data: { roses: 12 },
      });
    });

    test("publishes with the trace of the request", async () => {
      const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
      await call("/publish", { headers: { traceparent } });
      expect(instance.events.at(-1)).toMatchObject({ traceparent });
    });

    test("publishes each time another event", async () => {
      await call("/publish");
      await call("/publish");
      const [one, other] = instance.events.slice(-2);
      expect(one!.id).not.toBe(other!.id);
    });

    test("publishes nothing that the function does not say it publishes", async () => {
      const before = instance.events.length;
      expect((await call("/publish-other")).status).toBe(500);
      expect(instance.events).toHaveLength(before);
    });

    test("fails where the bus does not take its event", async () => {
      instance.refuse(true);
      expect((await call("/publish")).status).toBe(500);
      instance.refuse(false);
      expect(logged("the handler failed").at(-1)!.error).toMatch(/The bus did not take order.placed/);
    });
  });

  test("a call whose time is up is not answered, its handler learns of it, and the next one is", async () => {
    const hurried = await platform.start({ takes: "requests", timeout: 1 });
    const status = await hurried.request("/wait").then(
      (answer) => answer.status,
      () => 504,
    );
    expect(status).toBeGreaterThanOrEqual(500);
    await until(() => hurried.lines().some(({ message }) => message === "learned that nobody waits"));
    expect((await hurried.request("/text")).status).toBe(200);
    await hurried.stop();
  });

  if (platform.trace) {
    test("a call of the platform's own says which trace it belongs to", async () => {
      const trace = { id: "5759e988bd862e3fe1be46a994272793", span: "53995c3f42cd8ad8" };
      await platform.trace!(instance, trace, "/log");
      expect(logged("seen").at(-1)).toMatchObject({ trace_id: trace.id, span_id: trace.span });
    });
  }

  test.each([
    [
      "throws while it is loaded",
      'throw new Error("no such table"); export default () => new Response();',
      "no such table",
    ],
    ["has no function as its default export", "export default 7 as never;", "is not a function"],
  ])("a function that %s answers nothing, and its log says why", async (_, code, reason) => {
    const broken = await platform.start({ takes: "requests", code, timeout: 1 });
    await until(() => broken.output().includes(reason));
    const status = await broken.request("/").then(
      (answer) => answer.status,
      () => 503,
    );
    expect(status).toBeGreaterThanOrEqual(500);
    await broken.stop();
  });
}

const traceOf = ({ trace_id, span_id }: Readonly<Record<string, unknown>>) =>
  trace_id === undefined ? {} : { trace_id, span_id };
