import { PassThrough } from "node:stream";
import * as fc from "fast-check";
import { fatal, readOpening, startMessage } from "../../../../local/emulators/cockroach-cloud/sql/wire";

const version = 196608;

/** A stream in which bytes arrive in pieces. */
function arriving(bytes: Buffer, size: number): PassThrough {
  const stream = new PassThrough();
  for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
  stream.end();
  return stream;
}

const text = fc.string({ minLength: 1 }).filter((each) => !each.includes("\0"));

test("a start-up message is read as it was written, in whatever pieces it comes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(text, text), fc.integer({ min: 1, max: 20 }), async (parameters, size) => {
      const message = startMessage(version, new Map(Object.entries(parameters)));
      const opening = await readOpening(arriving(message, size));
      expect(opening).toEqual({ kind: "start", version, parameters: new Map(Object.entries(parameters)) });
    }),
    { numRuns: 50 },
  );
});

test("what follows an opening stays in the stream", async () => {
  const request = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);
  const stream = arriving(Buffer.concat([request, Buffer.from("rest")]), 3);
  expect(await readOpening(stream)).toEqual({ kind: "tls" });
  expect((stream.read() as Buffer).toString()).toBe("rest");
});

test("a cancel request is kept as it came", async () => {
  const message = Buffer.from([0, 0, 0, 16, 0x04, 0xd2, 0x16, 0x2e, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(await readOpening(arriving(message, 16))).toEqual({ kind: "cancel", message });
});

test.each([
  ["nothing", Buffer.alloc(0)],
  ["half a length", Buffer.from([0, 0])],
  ["a length below its own", Buffer.from([0, 0, 0, 7, 0, 0, 0])],
  ["a length beyond all bounds", Buffer.from([0x7f, 0, 0, 0, 0, 0, 0, 0])],
  ["less than its length", Buffer.from([0, 0, 0, 20, 0, 3, 0, 0])],
])("%s is no opening", async (_, bytes) => {
  expect(await readOpening(arriving(bytes, 4))).toBeUndefined();
});

test("an error has its length, its code and its message", () => {
  const message = fatal("08C00", "refused", "why");
  expect(message.toString("latin1", 0, 1)).toBe("E");
  expect(message.readUInt32BE(1)).toBe(message.length - 1);
  expect(message.toString("latin1", 5)).toBe("SFATAL\0VFATAL\0C08C00\0Mrefused\0Hwhy\0\0");
});
