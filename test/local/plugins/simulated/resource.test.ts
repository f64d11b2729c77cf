import { oneOf } from "../../../../local/plugins/simulated/resource";

describe("one of several inputs", () => {
  const check = oneOf("code", "imageUri", "s3Bucket");
  const said = (given: readonly string[], unknown: readonly string[]) =>
    check(Object.fromEntries(given.map((name) => [name, "x"])), new Set(unknown));

  test.each<[string[], string[]]>([
    [["code"], []],
    [["s3Bucket", "handler"], []],
    [[], ["imageUri"]],
  ])("%j and %j, which is not known yet: one is there", (given, unknown) => {
    expect(said(given, unknown)).toEqual([]);
  });

  test.each<[string, string[], string[]]>([
    ["None is there", ["handler"], []],
    ["code and s3Bucket are there", ["s3Bucket", "code"], []],
    ["code and imageUri are there", ["code"], ["imageUri"]],
  ])("%s", (found, given, unknown) => {
    expect(said(given, unknown)).toEqual([
      { property: "code", reason: `${found}. Allowed: one of code, imageUri, s3Bucket.` },
    ]);
  });
});
