import * as fc from "fast-check";
import { HTTP, CloudEvent } from "cloudevents";
import { answerEvents } from "../../../../components/events/runtime/events";
import { MalformedEvent, readEvents } from "../../../../components/events/runtime/read-events";

const attributes = { "ce-specversion": "1.0", "ce-id": "7", "ce-source": "/shop", "ce-type": "order.placed" };
const post = (headers: Record<string, string>, body?: string | Buffer): Request =>
  new Request("http://function/", { method: "POST", headers, body });
const one = async (request: Request) => (await readEvents(request))[0]!;
const json = { "content-type": "application/json" };
const structured = { "content-type": "application/cloudevents+json" };
const batch = { "content-type": "application/cloudevents-batch+json" };
const content = { specversion: "1.0", id: "7", source: "/shop", type: "order.placed" };

test("attributes are headers, and extensions too; the body is the data", async () => {
  const headers = { ...attributes, ...json, "ce-subject": "order%207", "ce-time": "2026-02-14T08:00:00Z" };
  const event = await one(post({ ...headers, "ce-region": "west", host: "function" }, '{"roses":12}'));
  expect({ ...event }).toMatchObject({
    specversion: "1.0",
    id: "7",
    source: "/shop",
    type: "order.placed",
    subject: "order 7",
    time: "2026-02-14T08:00:00Z",
    region: "west",
    datacontenttype: "application/json",
    data: { roses: 12 },
  });
});

test.each<[string, string, string | Buffer, unknown]>([
  ["a number", "application/json", "5", 5],
  ["a word of JSON", "application/json", "true", true],
  ["JSON with a charset", "application/json; charset=utf-8", '{"a":1}', { a: 1 }],
  ["another kind of JSON", "application/vnd.shop+json", '{"a":1}', { a: 1 }],
  ["a text", "text/plain", "12 roses", "12 roses"],
  ["a text that looks like JSON", "text/plain", "{}", "{}"],
  ["bytes", "image/png", Buffer.from([137, 80, 255, 0]), new Uint8Array([137, 80, 255, 0])],
  ["nothing", "application/json", "", undefined],
])("the data may be %s", async (_, type, body, data) => {
  expect((await one(post({ ...attributes, "content-type": type }, body))).data).toEqual(data);
});

test("an event may be one JSON object, with data or with bytes in base64", async () => {
  const event = await one(post(structured, JSON.stringify({ ...content, data: [1, "2"] })));
  expect([event.id, event.type, event.data]).toEqual(["7", "order.placed", [1, "2"]]);
  const bytes = await one(post(structured, JSON.stringify({ ...content, data_base64: "iVD/AA==" })));
  expect(bytes.data).toEqual(new Uint8Array([137, 80, 255, 0]));
});

test("a batch is several, in their order, or none", async () => {
  const ids = async (events: object[]) =>
    (await readEvents(post(batch, JSON.stringify(events)))).map(({ id }) => id);
  expect(await ids([content, { ...content, id: "8" }])).toEqual(["7", "8"]);
  expect(await ids([])).toEqual([]);
});

test.each<[string, Record<string, string>, string]>([
  ["a request without attributes", json, "{}"],
  ["no id", { ...attributes, "ce-id": "" }, "{}"],
  ["another version", { ...attributes, "ce-specversion": "0.3" }, "{}"],
  ["a time that is none", { ...attributes, "ce-time": "yesterday" }, "{}"],
  ["an attribute with a dash", { ...attributes, "ce-my-region": "west" }, "{}"],
  ["a value that is badly encoded", { ...attributes, "ce-subject": "%E0%A4%A" }, "{}"],
  ["data that is no JSON", { ...attributes, ...json }, "{"],
  ["an event that is a list", structured, "[]"],
  ["an event that is nothing", structured, "null"],
  ["an event that is no JSON", structured, "<event/>"],
  ["an id that is a number", structured, JSON.stringify({ ...content, id: 7 })],
  ["bytes that are no text", structured, JSON.stringify({ ...content, data_base64: 7 })],
  ["a batch that is no list", batch, JSON.stringify(content)],
  ["a batch with one that is no event", batch, JSON.stringify([content, {}])],
])("%s is malformed", async (_, headers, body) => {
  await expect(readEvents(post(headers, body))).rejects.toBeInstanceOf(MalformedEvent);
});

test("what the SDK writes in either mode is read as it was", async () => {
  const data = fc.oneof(
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.array(fc.jsonValue()),
    fc.string({ minLength: 1 }),
  );
  await fc.assert(
    fc.asyncProperty(data, fc.constantFrom("binary" as const, "structured" as const), async (value, mode) => {
      // In binary mode the SDK writes a text as it is, without quotes.
      fc.pre(mode === "structured" || typeof value !== "string");
      const event = new CloudEvent({ ...content, datacontenttype: "application/json", data: value });
      const { headers, body } = HTTP[mode](event);
      const read = await one(post(headers as Record<string, string>, body as string));
      expect([read.id, read.type, read.data]).toEqual([
        "7",
        "order.placed",
        JSON.parse(JSON.stringify(value)),
      ]);
    }),
    { numRuns: 500 },
  );
});

test("whatever is posted is answered: 204 to an event, 400 to what is none", async () => {
  const answer = answerEvents(() => undefined);
  const names = fc.constantFrom(...Object.keys(attributes), "content-type", "ce-time", "ce-data", "ce-x");
  const values = fc.oneof(
    fc.constantFrom("1.0", "application/json", ...Object.values({ ...structured, ...batch })),
    fc.string({ unit: fc.constantFrom(...'abz09%/;=+ {}[]",:-._~') }),
  );
  const bodies = fc.oneof(
    fc.json(),
    fc.string(),
    fc.jsonValue().map((value) => JSON.stringify({ ...content, data: value })),
    fc.array(fc.record({ ...mapped(content) }, { requiredKeys: [] })).map((events) => JSON.stringify(events)),
  );
  await fc.assert(
    fc.asyncProperty(fc.dictionary(names, values), bodies, async (headers, body) => {
      const { status } = await answer(post({ ...attributes, ...headers }, body));
      expect([204, 400]).toContain(status);
    }),
    { numRuns: 10_000 },
  );
}, 120_000);

/** Each attribute as it should be, or as anything. */
const mapped = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, fc.oneof(fc.constant(value), fc.jsonValue())]),
  );
