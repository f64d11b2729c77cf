import * as fc from "fast-check";
import { answerEvents } from "../../../../components/events/runtime/events";
import { RejectedEvent, type EventHandler } from "../../../../components/events/runtime/handler";
import { onLambda } from "../../../../components/events/runtime/lambda";
import { requestOf, resultOf, type HttpEvent } from "../../../../components/events/runtime/lambda/http";
import { traceparentOf } from "../../../../components/events/runtime/lambda/trace";
import { aws, roleEnvironment, type Aws } from "../../../support/lambda/cloud";

const call = { awsRequestId: "request-1", getRemainingTimeInMillis: () => 60_000 };

let written: jest.SpyInstance;
beforeEach(() => {
  written = jest.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => written.mockRestore());

/** What a handler heard of what Lambda brought. */
async function heard(event: unknown): Promise<Parameters<EventHandler>[0]> {
  const handler = jest.fn<void, Parameters<EventHandler>>();
  await onLambda(answerEvents(handler))(event, call);
  return handler.mock.calls[0]![0];
}

const attributes = { specversion: "1.0", id: "7", source: "/shop", type: "order.placed" };
const carried = (detail: unknown, others: object = {}) => ({
  version: "0",
  id: "an id of EventBridge's",
  "detail-type": "order.placed",
  source: "/shop",
  account: "1",
  time: "2026-01-01T00:00:00Z",
  region: "eu-central-1",
  resources: [],
  detail,
  ...others,
});

describe("what Lambda brings", () => {
  test("is the event that a function published, as it was", async () => {
    expect(
      await heard(carried({ ...attributes, subject: "order/7", region: "west", data: { roses: 12 } })),
    ).toEqual(
      expect.objectContaining({ ...attributes, subject: "order/7", region: "west", data: { roses: 12 } }),
    );
  });

  test("is an event of a service of AWS, in CloudEvents' terms", async () => {
    const event = carried(
      { bucket: "roses" },
      { "detail-type": "Object Created", source: "aws.s3", resources: ["arn:aws:s3:::roses"] },
    );
    expect(await heard(event)).toMatchObject({
      id: "an id of EventBridge's",
      source: "aws.s3",
      type: "Object Created",
      subject: "arn:aws:s3:::roses",
      time: "2026-01-01T00:00:00Z",
      awsaccount: "1",
      awsregion: "eu-central-1",
      data: { bucket: "roses" },
    });
  });

  test("is somebody else's CloudEvent, whatever it says of itself", async () => {
    const event = carried({ ...attributes, source: "/forged" });
    expect(await heard(event)).toMatchObject({ source: "/shop", data: { source: "/forged" } });
  });

  test("is a time of a schedule, as an event", async () => {
    const tick = { ...attributes, type: "dev.knative.sources.ping", time: "2026-01-01T06:00:00Z" };
    expect(await heard(tick)).toMatchObject({ type: "dev.knative.sources.ping", id: "7" });
  });

  test("has the trace of X-Ray where it says none itself", async () => {
    process.env._X_AMZN_TRACE_ID =
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
    try {
      const traceparent = "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-01";
      expect(await heard(carried(attributes))).toMatchObject({ traceparent });
      expect(await heard(carried({ ...attributes, traceparent: "its own" }))).toMatchObject({
        traceparent: "its own",
      });
    } finally {
      delete process.env._X_AMZN_TRACE_ID;
    }
  });
});

test.each([
  [undefined, undefined],
  ["", undefined],
  ["Root=1-5759e988-bd862e3fe1be46a994272793", undefined],
  ["Root=1-short;Parent=53995c3f42cd8ad8", undefined],
  [
    "Self=x;Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0",
    "00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00",
  ],
])("the trace of %j is %j", (header, parent) => {
  expect(traceparentOf(header)).toBe(parent);
});

describe("dead letters", () => {
  let cloud: Aws;
  beforeEach(async () => {
    cloud = await aws();
    Object.assign(process.env, roleEnvironment, { DEAD_LETTERS_URL: `${cloud.url}/1/dead` });
  });
  afterEach(async () => {
    for (const name of [...Object.keys(roleEnvironment), "DEAD_LETTERS_URL"]) delete process.env[name];
    await cloud.close();
  });
  const rejects: EventHandler = () => {
    throw new RejectedEvent("there is no order 7");
  };

  test("are kept as Lambda brought them, with what Lambda says of its own", async () => {
    const event = carried(attributes);
    await onLambda(answerEvents(rejects))(event, call);
    expect(cloud.letters).toHaveLength(1);
    const { MessageBody, MessageAttributes } = cloud.letters[0]!;
    expect(JSON.parse(MessageBody)).toEqual(event);
    expect(MessageAttributes).toEqual({
      RequestID: { DataType: "String", StringValue: "request-1" },
      ErrorCode: { DataType: "Number", StringValue: "422" },
      ErrorMessage: { DataType: "String", StringValue: "there is no order 7" },
    });
  });

  test("that the queue does not take come again as events", async () => {
    process.env.DEAD_LETTERS_URL = `${cloud.url}/1/other`;
    await expect(onLambda(answerEvents(rejects))(carried(attributes), call)).rejects.toThrow(
      "AmazonSQS.SendMessage was answered 400",
    );
  });

  test("of a function without a queue are told in its log", async () => {
    delete process.env.DEAD_LETTERS_URL;
    await expect(onLambda(answerEvents(rejects))(carried(attributes), call)).resolves.toBeUndefined();
    expect(String(written.mock.calls[0])).toContain("the event was rejected");
  });

  const record = (messageId: string, body: string) => ({ messageId, body, eventSource: "aws:sqs" });
  const letter = (id: string, type: string) =>
    record(id, JSON.stringify(carried({ ...attributes, id, type }, { "detail-type": type })));

  test("that come back are handled one by one, and those in vain stay where they are", async () => {
    const seen: string[] = [];
    const handler: EventHandler = (event) => {
      seen.push(event.id);
      if (event.type === "fails") throw new Error("no");
      if (event.type === "rejected") throw new RejectedEvent("never");
    };
    const Records = [
      letter("1", "told"),
      letter("2", "fails"),
      letter("3", "rejected"),
      record("4", "{"),
      letter("5", "told"),
    ];
    expect(await onLambda(answerEvents(handler))({ Records }, call)).toEqual({
      batchItemFailures: [{ itemIdentifier: "2" }, { itemIdentifier: "3" }, { itemIdentifier: "4" }],
    });
    expect(seen).toEqual(["1", "2", "3", "5"]);
    expect(cloud.letters).toEqual([]);
  });

  test("that nobody has time for any more are for another time", async () => {
    const late = { ...call, getRemainingTimeInMillis: () => 0 };
    const slow: EventHandler = (_, { signal }) =>
      new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
    expect(
      await onLambda(answerEvents(slow))({ Records: [letter("1", "a"), letter("2", "a")] }, late),
    ).toEqual({
      batchItemFailures: [{ itemIdentifier: "2" }],
    });
  });
});

describe("a request of a function URL", () => {
  const event = (others: Partial<HttpEvent> = {}): HttpEvent =>
    ({
      version: "2.0",
      rawPath: "/",
      rawQueryString: "",
      headers: {},
      requestContext: { domainName: "f.lambda-url.eu-central-1.on.aws", http: { method: "GET" } },
      isBase64Encoded: false,
      ...others,
    }) as HttpEvent;
  const { signal } = new AbortController();

  test("whose header has what no header can is the bytes that it was", () => {
    const name = requestOf(event({ headers: { "x-name": "世界" } }), signal).headers.get("x-name")!;
    expect(Buffer.from(name, "latin1").toString()).toBe("世界");
  });

  test("that is none is answered 400", async () => {
    const answer = await onLambda(() => new Response())(event({ headers: { "a b": "c" } }), call);
    expect(answer).toMatchObject({ statusCode: 400 });
  });

  test("has its own trace, before that of X-Ray", () => {
    const given = event({ headers: { traceparent: "its own" } });
    expect(requestOf(given, signal, "another").headers.get("traceparent")).toBe("its own");
    expect(requestOf(event(), signal, "another").headers.get("traceparent")).toBe("another");
  });

  test("gets any bytes back as they were", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => {
        const { body, isBase64Encoded } = await resultOf(new Response(bytes));
        expect(new Uint8Array(Buffer.from(body!, isBase64Encoded ? "base64" : "utf8"))).toEqual(bytes);
      }),
    );
  });
});

test("whatever comes, it is done or comes again, and nothing else happens", async () => {
  const handle = onLambda(answerEvents(() => undefined));
  const odd = fc.oneof(
    fc.jsonValue(),
    fc.record({ "detail-type": fc.jsonValue(), detail: fc.jsonValue(), source: fc.jsonValue() }),
    fc.record({ Records: fc.array(fc.record({ eventSource: fc.constant("aws:sqs"), body: fc.string() })) }),
    fc.record({
      specversion: fc.jsonValue(),
      id: fc.jsonValue(),
      source: fc.jsonValue(),
      type: fc.jsonValue(),
    }),
    fc.record({ requestContext: fc.record({ http: fc.jsonValue() }), headers: fc.jsonValue() }),
  );
  await fc.assert(
    fc.asyncProperty(odd, async (event) => {
      const outcome = await handle(event, call).then(
        () => "done",
        (error: unknown) => (error instanceof Error ? "again" : "lost"),
      );
      expect(outcome).not.toBe("lost");
    }),
    { numRuns: 2_000 },
  );
});
