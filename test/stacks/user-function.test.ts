import * as pulumi from "@pulumi/pulumi";
import type { ClientArgs } from "../../components/auth/client";
import type { DeployedFunction, FunctionPlatform, FunctionSpec } from "../../components/contracts";
import { deployForUsers } from "../../stacks/user-function";
import { valueOf } from "../support/outputs";

const mockSpecs: FunctionSpec[] = [];
jest.mock("../../components/events/platform", () => ({
  deploy: (_platform: FunctionPlatform, name: string, spec: FunctionSpec) => {
    mockSpecs.push(spec);
    const url = jest.requireActual<typeof pulumi>("@pulumi/pulumi").output(`https://${name}.example.com`);
    return { url, innerUrl: url } satisfies DeployedFunction;
  },
}));

test("a page is known by the function's name, at the function's address, and its tokens are for the function", async () => {
  const clients: [string, ClientArgs][] = [];
  const address = pulumi.output("https://id.example.com");
  const identity = { kind: "oidc", issuer: address, jwksUri: address, clients: {} } as const;
  const authorization = {
    endpoint: address,
    ca: address,
    presharedKey: address,
    schemaVersion: address,
  };
  deployForUsers(
    {} as FunctionPlatform,
    "shop",
    { code: { source: "shop" }, environment: { COLOUR: "red" } },
    {
      identity: {
        identity,
        client: (...args) => {
          clients.push(args);
          return { clientId: address };
        },
        egress: {},
      },
      authorization: { authorization, egress: {} },
    },
    {},
  );
  expect(mockSpecs).toEqual([
    {
      code: { source: "shop" },
      environment: { COLOUR: "red", CLIENT_ID: "shop" },
      needs: { identity: { ...identity, audience: "shop" }, authorization },
    },
  ]);
  const [[name, args]] = clients as [[string, ClientArgs]];
  expect(name).toBe("shop");
  expect(args).toEqual({
    kind: "browser",
    redirectUris: [expect.anything()],
    roles: ["florist", "driver"],
    audiences: ["shop"],
  });
  expect(await valueOf(pulumi.output(args.redirectUris![0]!))).toBe("https://shop.example.com/");
});
