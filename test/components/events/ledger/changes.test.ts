import fc from "fast-check";
import changes from "../../../../components/events/ledger/changes";
import { isShown } from "../../../../components/events/ledger/changes/authorization";
import { MalformedChanges, rowsOf } from "../../../../components/events/ledger/changes/rows";
import { testContext } from "../../../../components/events/runtime/testing";

beforeAll(() => {
  process.env.CHANGES_TOKEN = "a token";
});
afterAll(() => {
  delete process.env.CHANGES_TOKEN;
});

/** As CockroachDB posts it, by its documentation of webhook sinks. */
const row = (id: string, more: object = {}) => ({
  after: { id, source: "/functions/orders" },
  key: ["/functions/orders", id],
  topic: "outbox_events",
  updated: "1629813621680097993.0000000000",
  ...more,
});
const message = (...payload: object[]) => JSON.stringify({ payload, length: payload.length });

test("rows are those of the message, each once", () => {
  expect(rowsOf(message(row("1"), row("2"), row("1")))).toEqual([
    { source: "/functions/orders", id: "1" },
    { source: "/functions/orders", id: "2" },
  ]);
});

test.each([
  ["how far the feed is", '{"resolved":"1629813621680097993.0000000000"}'],
  ["no rows", message()],
  ["rows that are gone", message(row("1", { after: null }))],
])("a message of %s has none", (_, body) => {
  expect(rowsOf(body)).toEqual([]);
});

test.each([
  ["nothing", "", "it is not JSON"],
  ["half of one", message(row("1")).slice(0, 40), "it is not JSON"],
  ["a list", "[]", "the body is no object"],
  ["another message", '{"rows":[]}', "payload is no list"],
  ["fewer rows than it says", '{"payload":[],"length":1}', "length is 1, and payload has 0 rows"],
  ["no length", '{"payload":[]}', "length is undefined, and payload has 0 rows"],
  ["a row that is none", message(row("1"), []), "payload[1] is no object"],
  ["a row without its state", message({ key: ["a", "b"] }), "payload[0].after is no object"],
  [
    "a row of another table",
    message(row("1", { after: { id: 7 } })),
    "payload[0].after has no source and id",
  ],
])("%s is malformed", (_, body, reason) => {
  expect(() => rowsOf(body)).toThrow(new MalformedChanges(reason));
});

test("whatever comes, it is rows or malformed", () => {
  const outcome = (body: string): unknown => {
    try {
      return rowsOf(body);
    } catch (error) {
      return error;
    }
  };
  const expectGood = (body: string) => {
    const found = outcome(body);
    expect(Array.isArray(found) || found instanceof MalformedChanges).toBe(true);
  };
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), expectGood), { numRuns: 5_000 });
  const entry = fc.record(
    { after: fc.oneof(fc.constant(null), fc.object(), fc.jsonValue()), key: fc.jsonValue() },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(entry, fc.jsonValue())),
      fc.integer({ min: 0, max: 3 }),
      (payload, length) => expectGood(JSON.stringify({ payload, length })),
    ),
    { numRuns: 5_000 },
  );
});

test.each([
  ["the token", "Bearer a token", true],
  ["nothing", undefined, false],
  ["an empty header", "", false],
  ["no scheme", "a token", false],
  ["another scheme", "Basic a token", false],
  ["a longer one", "Bearer a token ", false],
  ["its beginning", "Bearer a toke", false],
])("%s is shown", (_, header, good) => {
  expect(isShown(header)).toBe(good);
});

const post = async (body: string, headers: Record<string, string> = { authorization: "Bearer a token" }) => {
  const request = new Request("http://changes/0123456789abcdef", { method: "POST", headers, body });
  // Without a database: what is refused, or has no rows, asks none.
  const answer = await changes(request, testContext());
  return [answer.status, await answer.text()];
};

test("who does not show the token is refused, whatever it is about", async () => {
  for (const headers of [{}, { authorization: "Bearer of news" }] as Record<string, string>[]) {
    for (const body of [message(row("1")), "half"]) {
      expect(await post(body, headers)).toEqual([401, '{"error":"This is for the changefeed."}']);
    }
  }
});

test("what is malformed is refused, and says why", async () => {
  const written = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  const refused = await post('{"payload":[],"length":1}');
  written.mockRestore();
  expect(refused).toEqual([
    400,
    '{"error":"This is no message of a changefeed: length is 1, and payload has 0 rows."}',
  ]);
});

test("a message without rows is taken", async () => {
  expect(await post('{"resolved":"1629813621680097993.0000000000"}')).toEqual([200, ""]);
  expect(await post(message(row("1", { after: null })))).toEqual([200, ""]);
});

test("nothing else is there", async () => {
  expect((await changes(new Request("http://changes/a"), testContext())).status).toBe(404);
  expect((await changes(new Request("http://changes/", { method: "POST" }), testContext())).status).toBe(404);
});
