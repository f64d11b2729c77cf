import * as fs from "node:fs";
import * as path from "node:path";
import { encode, type Values } from "../../../../local/plugins/base/value";
import { sdkVersion } from "../../../../local/toolchain/plugins";
import { ProviderClient, startPlugin, type PluginProcess } from "../../../support/plugin";
import { archive, config, inputs, mainOf } from "./fixtures";

/** Building a plugin reads megabytes of an SDK's declarations. */
jest.setTimeout(60_000);

const root = path.join(__dirname, "..", "..", "..", "..");

/** Types of resources that components and stacks import of an SDK, by where they are in it. */
function imported(sdk: string): string[] {
  const folders = ["components/events", "stacks/function-platform"].map((folder) => path.join(root, folder));
  const files = folders.flatMap((folder) =>
    fs.readdirSync(folder, { recursive: true }).map((file) => path.join(folder, String(file))),
  );
  const form = new RegExp(`from "@pulumi/${sdk}/(\\w+/\\w+)"`, "g");
  const found = files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => [...fs.readFileSync(file, "utf8").matchAll(form)].map(([, place]) => place!));
  return [...new Set(found)].filter((place) => !place.includes("/get")).sort();
}

describe.each(["aws", "gcp"] as const)("the simulated provider %s", (cloud) => {
  let plugin: PluginProcess;
  let provider: ProviderClient;
  beforeAll(async () => {
    plugin = await startPlugin(mainOf(cloud));
    provider = new ProviderClient(plugin.port);
    await provider.configure(config[cloud]);
  });
  afterAll(async () => {
    provider.close();
    await plugin.stop();
  });
  const own = Object.entries(inputs).filter(([type]) => type.startsWith(`${cloud}:`));

  it("has the version that the SDK asks for", async () => {
    expect(await provider.version()).toBe(sdkVersion({ name: cloud, sdk: `@pulumi/${cloud}` }));
  });

  it("has every type that components use, and no other", async () => {
    const types = Object.keys((await provider.schema()).resources ?? {});
    expect(types.sort()).toEqual(own.map(([type]) => type).sort());
    expect(types.map((type) => type.split(":")[1])).toEqual(imported(cloud));
  });

  it("takes what components give every one of them, and each says that it is simulated", async () => {
    const silent: string[] = [];
    for (const [type, given] of own) {
      expect([type, (await provider.check({ type }, encode(given))).failures]).toEqual([type, []]);
      const { id, state } = await provider.create({ type }, encode(given));
      const made = Object.entries(state.values).filter(
        ([name]) => !(name in given) || name === "serviceConfig",
      );
      if (!JSON.stringify([id, made]).includes("simulated")) silent.push(type);
    }
    expect(silent).toEqual([]);
  });

  it("makes the same of the same, so that nothing changes in a second update", async () => {
    for (const [type, given] of own) {
      const { id, state } = await provider.create({ type }, encode(given));
      const old = { inputs: given, state };
      expect([type, await provider.diff({ type, id }, old, given)]).toMatchObject([type, { any: false }]);
    }
  });

  it("refuses a login that could be a real one, and says what to do", async () => {
    const stranger = await startPlugin(mainOf(cloud));
    const client = new ProviderClient(stranger.port);
    const login: Values = cloud === "aws" ? { accessKey: "AKIA" } : { accessToken: "ya29" };
    await expect(client.configure({ ...config[cloud], ...login })).rejects.toThrow(
      /^This is the simulated provider of .* is not "simulated"\. Set cake:simulate to true/,
    );
    await expect(client.configure({})).rejects.toThrow(
      /which makes nothing, and the program means the real one/,
    );
    client.close();
    await stranger.stop();
  });

  it("refuses configuration that the SDK does not have", async () => {
    const { failures } = await provider.checkConfig(encode({ ...config[cloud], regoin: "x" }));
    expect(failures.map(({ property }) => property)).toEqual(["regoin"]);
  });
});

describe("what the simulated providers make up", () => {
  const made = async (cloud: "aws" | "gcp", type: string, more: Values = {}) => {
    const plugin = await startPlugin(mainOf(cloud));
    const provider = new ProviderClient(plugin.port);
    await provider.configure({
      ...config[cloud],
      ...(cloud === "aws" && { allowedAccountIds: `["123456789012"]` }),
    });
    const { id, state } = await provider.create({ type }, encode({ ...inputs[type], ...more }));
    provider.close();
    await plugin.stop();
    return { id, ...state.values };
  };

  it("has the form of AWS's", async () => {
    expect(await made("aws", "aws:lambda/function:Function", { tags: { owner: "shop" } })).toMatchObject({
      id: "hello",
      arn: "arn:aws-simulated:lambda:eu-central-1:123456789012:function:hello",
      invokeArn:
        "arn:aws-simulated:apigateway:eu-central-1:lambda:path/2015-03-31/functions/" +
        "arn:aws-simulated:lambda:eu-central-1:123456789012:function:hello/invocations",
      region: "eu-central-1",
      codeSha256: Buffer.from("one".padEnd(32, "\0")).toString("base64"),
      tagsAll: { cakestack: "shop/dev", owner: "shop", simulated: "true" },
    });
    expect(await made("aws", "aws:lambda/functionUrl:FunctionUrl")).toMatchObject({
      functionUrl: expect.stringMatching(
        /^https:\/\/[0-9a-f]{32}\.lambda-url\.eu-central-1\.simulated\.invalid\/$/,
      ) as string,
    });
    expect(await made("aws", "aws:sqs/queue:Queue")).toMatchObject({
      url: "https://sqs.eu-central-1.simulated.invalid/123456789012/hello-dead",
    });
  });

  it("has the form of Google's", async () => {
    expect(await made("gcp", "gcp:cloudfunctionsv2/function:Function")).toMatchObject({
      id: "projects/shop-dev-1234/locations/europe-west1/functions/hello",
      serviceConfig: {
        availableMemory: "256Mi",
        uri: expect.stringMatching(/^https:\/\/hello-[0-9a-f]{10}\.a\.run\.simulated\.invalid$/) as string,
      },
      effectiveLabels: { cakestack: "shop-dev", simulated: "true" },
    });
    expect(await made("gcp", "gcp:serviceaccount/account:Account")).toMatchObject({
      email: "hello@shop-dev-1234.iam.simulated.invalid",
      member: "serviceAccount:hello@shop-dev-1234.iam.simulated.invalid",
    });
    expect(await made("gcp", "gcp:pubsub/topic:Topic")).toMatchObject({
      id: "projects/shop-dev-1234/topics/events",
    });
  });
});

it("finds the project of Cloud Functions, whatever it is called", async () => {
  const plugin = await startPlugin(mainOf("gcp"));
  const provider = new ProviderClient(plugin.port);
  await provider.configure(config.gcp);
  const token = "gcp:organizations/getProject:getProject";
  const { answer } = await provider.invoke(token, encode({ projectId: "other-1234" }));
  expect(answer.values).toEqual({
    id: "projects/other-1234",
    projectId: "other-1234",
    number: "000000000000",
    name: "simulated",
  });
  provider.close();
  await plugin.stop();
});

it("says which change of an archive is one", async () => {
  const plugin = await startPlugin(mainOf("aws"));
  const provider = new ProviderClient(plugin.port);
  await provider.configure(config.aws);
  const type = "aws:lambda/function:Function";
  const { id, state } = await provider.create({ type }, encode(inputs[type]!));
  const old = { inputs: inputs[type]!, state };
  const changed = async (text: string) =>
    (await provider.diff({ type, id }, old, { ...inputs[type], code: archive(text) })).changed;
  expect([await changed("one"), await changed("two")]).toEqual([[], ["code"]]);
  provider.close();
  await plugin.stop();
});
