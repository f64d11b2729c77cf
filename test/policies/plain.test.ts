import * as pulumi from "@pulumi/pulumi";
import { unknownCheckingProxy } from "@pulumi/policy";
import { plain } from "../../policies/plain";
import { UNKNOWN } from "../../policies/value";

/** As the SDK hands resources to policies, of what the engine sends for a text that it does not know. */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The SDK exports it, and leaves out of its declarations what it is. */
const given = unknownCheckingProxy as (properties: object) => Record<string, unknown>;

test("what is known is as it is", () => {
  const properties = { text: "a", number: 0, flag: false, list: [{ deep: ["b"] }] };
  expect(plain(given(properties))).toEqual(properties);
});

test("what is not known is marked, wherever it is, and what is beside it stays", () => {
  expect(plain(given({ a: unknownText, list: ["x", unknownText], deep: { b: unknownText, c: 1 } }))).toEqual({
    a: UNKNOWN,
    list: ["x", UNKNOWN],
    deep: { b: UNKNOWN, c: 1 },
  });
});

test("null is as good as missing", () => {
  expect(plain(given({ a: null, list: [null] }))).toEqual({ a: undefined, list: [undefined] });
});

test("files are not looked into", () => {
  const code = new pulumi.asset.AssetArchive({ x: new pulumi.asset.StringAsset("y") });
  expect(plain(given({ code, source: new pulumi.asset.FileAsset("z") }))).toEqual({ code: {}, source: {} });
});

test("an error that is another one is not taken for something unknown", () => {
  const broken = Object.defineProperty({}, "a", {
    enumerable: true,
    get: () => {
      throw new Error("broken");
    },
  });
  expect(() => plain(broken)).toThrow("broken");
});
