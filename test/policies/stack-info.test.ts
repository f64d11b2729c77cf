import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { stackInfo } from "../../policies/stack-info";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "cake-test-"));
  jest.spyOn(pulumi, "getStack").mockReturnValue("shop");
  jest.spyOn(pulumi, "getProject").mockReturnValue("cakestack");
});
afterEach(() => {
  pulumi.runtime.setAllConfig({});
  jest.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

test("a stack is told with its configuration, structures as such", () => {
  pulumi.runtime.setAllConfig({
    "cake:environment": "preview",
    "cake:preview": '{"owner":"ann","expires":null}',
    "cake:list": "[1]",
    "cake:broken": "{not json",
  });
  expect(stackInfo(folder)).toEqual({
    project: "cakestack",
    name: "shop",
    environment: "preview",
    config: {
      "cake:environment": "preview",
      "cake:preview": { owner: "ann" },
      "cake:list": [1],
      "cake:broken": "{not json",
    },
    secretsProvider: undefined,
  });
});

test("a stack that names no environment is held to the rules of a production", () => {
  expect(stackInfo(folder).environment).toBe("prod");
});

test("an environment that no level is for is refused", () => {
  pulumi.runtime.setAllConfig({ "cake:environment": "staging" });
  expect(() => stackInfo(folder)).toThrow(
    'cake:environment is "staging", which policies know no levels for. Allowed: dev, preview, prod.',
  );
});

describe("what encrypts its secrets", () => {
  test.each([
    ["secretsprovider: awskms://alias/cake\nencryptedkey: abc\n", "awskms://alias/cake"],
    ["secretsprovider: passphrase\nencryptionsalt: v1:x\n", "passphrase"],
    ["encryptionsalt: v1:x\n", "passphrase"],
    ["config: {}\n", undefined],
    ["", undefined],
    ["secretsprovider: 3\n", undefined],
  ])("%p", (text, expected) => {
    fs.writeFileSync(path.join(folder, "Pulumi.shop.yaml"), text);
    expect(stackInfo(folder).secretsProvider).toBe(expected);
  });
});
