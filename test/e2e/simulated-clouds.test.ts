import * as fs from "node:fs/promises";
import * as path from "node:path";
import { engine, stepsOf, type Engine } from "../support/engine";
import { mainOf } from "../local/plugins/simulated/fixtures";

/*
 * A program of another team on each simulated cloud: a function that is called, one that events and a schedule wake, and
 * their bus. No cluster, and no account.
 */

/** Building the engine, where nothing is cached, takes minutes. */
jest.setTimeout(20 * 60_000);

const library = (module: string) => JSON.stringify(path.resolve(__dirname, "../..", module));

/** What is the same on both: only `platform`, `bus` and `provider` differ. */
const functions = `
const opts = { provider };
const secrets = { TOKEN: pulumi.secret("t0ken-of-orders") };
export const orders = deploy(platform, "orders", {
  code: { source: "orders" }, secrets, publishes: ["order.placed"], needs: { bus },
}, opts).url;
export const assign = deploy(platform, "assign", {
  code: { source: "assign" },
  triggers: [{ event: { type: "order.placed" } }, { schedule: "0 6 * * *", timeZone: "Europe/Vienna" }],
  needs: { bus },
}, opts).innerUrl;
`;

const programs = {
  aws: (key: string) => `
import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { EventBridgeBus } from ${library("components/events/eventbridge")};
import { deploy } from ${library("components/events/platform")};
const provider = new Provider("aws", { region: "eu-central-1", accessKey: "${key}", secretKey: "${key}" });
const bus = new EventBridgeBus("events", { prefix: "shop" }, { provider });
const platform = { kind: "lambda", reach: { cluster: false, internet: true }, prefix: "shop", logDays: 3 } as const;
${functions}`,
  gcp: (key: string) => `
import { getProjectOutput } from "@pulumi/gcp/organizations/getProject";
import { Provider } from "@pulumi/gcp/provider";
import { Bucket } from "@pulumi/gcp/storage/bucket";
import * as pulumi from "@pulumi/pulumi";
import { deploy } from ${library("components/events/platform")};
import { PubSubBus } from ${library("components/events/pubsub")};
const project = "shop-dev-1234";
const region = "europe-west1";
const provider = new Provider("gcp", { project, region, accessToken: "${key}" });
const { number: projectNumber } = getProjectOutput({ projectId: project }, { provider });
const { name: bucket } = new Bucket("sources", { name: "shop-sources", location: region }, { provider });
const bus = new PubSubBus("events", { prefix: "shop" }, { provider });
const platform = {
  kind: "cloudfunctions", reach: { cluster: false, internet: true }, prefix: "shop", region, project, projectNumber, bucket,
} as const;
${functions}`,
} as const;

const answer = (text: string) => `export default (): Response => new Response(${JSON.stringify(text)});`;
const handler = `export default (): void => undefined;`;

const expected = {
  aws: {
    orders: /^https:\/\/[0-9a-f]{32}\.lambda-url\.eu-central-1\.simulated\.invalid$/,
    assign: /^arn:aws-simulated:lambda:eu-central-1:000000000000:function:shop-assign$/,
    // The code is in the function itself.
    change: ["update orders"],
  },
  gcp: {
    orders: /^https:\/\/shop-orders-[0-9a-f]{10}\.a\.run\.simulated\.invalid$/,
    assign: /^https:\/\/shop-assign-[0-9a-f]{10}\.a\.run\.simulated\.invalid$/,
    change: ["replace orders-source", "update orders"],
  },
} as const;

describe.each(["aws", "gcp"] as const)("functions, a bus and a schedule on the simulated %s", (cloud) => {
  let pulumi: Engine;
  const source = (name: string, code: string) =>
    fs.writeFile(path.join(pulumi.directory, name, "index.ts"), code);
  beforeAll(async () => {
    pulumi = await engine({ plugins: { [cloud]: mainOf(cloud) } });
    for (const name of ["orders", "assign"]) await fs.mkdir(path.join(pulumi.directory, name));
    await source("orders", answer("one"));
    await source("assign", handler);
    await pulumi.write(programs[cloud]("simulated"));
  });
  afterAll(() => pulumi.remove());

  const outputs = async () =>
    JSON.parse((await pulumi.succeed("stack", "output", "--json")).stdout) as Record<string, string>;

  it("is previewed, and comes up, and says of itself that it is simulated", async () => {
    const { stdout } = await pulumi.succeed("preview", "--json");
    expect(stepsOf(stdout)).toEqual(
      expect.arrayContaining(["create orders", "create assign", "create events"]),
    );
    await pulumi.succeed("up", "--yes");
    expect(await outputs()).toEqual({
      orders: expect.stringMatching(expected[cloud].orders) as string,
      assign: expect.stringMatching(expected[cloud].assign) as string,
    });
  });

  it("keeps what is secret encrypted", async () => {
    expect(await pulumi.stateFiles()).not.toContain("t0ken-of-orders");
  });

  it("has no changes in a second update, nor after a refresh", async () => {
    const second = await pulumi.succeed("up", "--yes", "--expect-no-changes");
    const refreshed = await pulumi.succeed("refresh", "--yes", "--expect-no-changes");
    expect([second.code, refreshed.code]).toEqual([0, 0]);
  });

  it("changes what other code changes, and nothing else", async () => {
    await source("orders", answer("two"));
    const { stdout } = await pulumi.succeed("preview", "--json");
    expect(
      [...new Set(stepsOf(stdout))].filter((step) => !/^(create|delete)-repl/.test(step)).sort(),
    ).toEqual([...expected[cloud].change].sort());
    await pulumi.succeed("up", "--yes");
    expect((await pulumi.succeed("preview", "--expect-no-changes")).code).toBe(0);
  });

  it("refuses what the SDK does not declare, before it is made", async () => {
    const type = cloud === "aws" ? "aws:sqs/queue:Queue" : "gcp:pubsub/topic:Topic";
    await pulumi.write(`${programs[cloud]("simulated")}
new pulumi.CustomResource("${type}", "typo", { nmae: "a" }, { provider });`);
    const { code, text } = await pulumi.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(text).toContain(`${type} has no input "nmae".`);
  });

  it("serves no program that means the real cloud", async () => {
    await pulumi.write(programs[cloud]("a-real-one"));
    const { code, text } = await pulumi.run("preview");
    expect(code).not.toBe(0);
    expect(text).toContain("which makes nothing, and the program means the real one");
  });

  it("goes without a trace", async () => {
    await pulumi.write(programs[cloud]("simulated"));
    await pulumi.succeed("destroy", "--yes");
    const { stdout } = await pulumi.succeed("stack", "export");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources?: unknown[] } };
    expect(deployment.resources ?? []).toEqual([]);
  });
});
