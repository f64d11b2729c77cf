import { CloudServer } from "../support/cloud/server";
import { engine, type Engine, stepsOf } from "../support/engine";

/** Building the engine, where nothing is cached, takes minutes. */
jest.setTimeout(20 * 60_000);

const key = "api-key-of-the-test";
const password = "pass-word-of-the-test";

const program = `
import * as cockroach from "@pulumi/cockroach";
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
const cluster = new cockroach.Cluster("cluster", {
  name: config.require("name"),
  cloudProvider: "GCP",
  plan: "BASIC",
  regions: [{ name: "us-east1" }],
  serverless: {
    usageLimits: { requestUnitLimit: config.requireNumber("requestUnits"), storageMibLimit: 10240 },
    withEmptyIpAllowlist: true,
  },
}, { customTimeouts: { create: config.get("patience") } });
const clusterId = cluster.id;
new cockroach.AllowList("office", { clusterId, name: "office", cidrIp: "203.0.113.7", cidrMask: 32, sql: true, ui: false });
const user = new cockroach.SqlUser("user", { clusterId, name: "shop", password: config.requireSecret("password") });
new cockroach.Database("shop", { clusterId, name: "shop" }, { dependsOn: user });
const { connectionParams } = cockroach.getConnectionStringOutput({ id: clusterId });
export const host = connectionParams.host;
export const port = connectionParams.port;
`;

describe("the engine with the provider for CockroachDB Cloud", () => {
  const server = new CloudServer();
  let pulumi: Engine;

  beforeAll(async () => {
    const address = await server.start();
    pulumi = await engine({
      tools: ["provider-cockroach"],
      environment: { COCKROACH_SERVER: address, COCKROACH_API_KEY: key },
    });
    await pulumi.write(program);
    await pulumi.succeed("config", "set", "name", "shop-dev");
    await pulumi.succeed("config", "set", "requestUnits", "50000000");
    await pulumi.succeed("config", "set", "--secret", "password", password);
  });

  afterAll(async () => {
    await pulumi.remove();
    await server.stop();
  });

  const resources = async () => {
    const exported = await pulumi.succeed("stack", "export");
    const { deployment } = JSON.parse(exported.stdout) as { deployment: { resources?: { urn: string }[] } };
    return (deployment.resources ?? []).map(({ urn }) => urn.split("::").pop()).sort();
  };

  it("previews without making anything", async () => {
    const { stdout } = await pulumi.succeed("preview", "--json");
    expect(stepsOf(stdout)).toEqual(expect.arrayContaining(["create cluster", "create shop", "create user"]));
    expect(server.requests).toEqual([]);
  });

  it("shows why a creation failed, and leaves a state that the next update goes on from", async () => {
    server.cloud.states = ["CREATING", "CREATION_FAILED"];
    const { code, text } = await pulumi.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(text).toContain(
      'The cluster "shop-dev" could not be made by CockroachDB Cloud: it is CREATION_FAILED.',
    );
    expect(server.cloud.clusters.size).toBe(0);
    expect(await resources()).not.toContain("cluster");
  });

  it("shows an expired key with what to do", async () => {
    server.script("POST", { status: 401, body: { message: "the key has expired" } });
    const { code, text } = await pulumi.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(text).toContain('did not create the cluster "shop-dev": the key has expired. (HTTP 401)');
    expect(text).not.toContain(key);
  });

  it("keeps a cluster that is not ready in time in the state, and the next update goes on waiting", async () => {
    server.cloud.states = Array.from({ length: 1000 }, () => "CREATING" as const);
    await pulumi.succeed("config", "set", "patience", "1s");
    const { code, text } = await pulumi.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(text).toContain(
      'The cluster "shop-dev" was not waited for: it is CREATING. The next update goes on waiting.',
    );
    expect(await resources()).toContain("cluster");
    await pulumi.succeed("config", "rm", "patience");
    server.cloud.only().states = ["CREATING", "CREATED"];
    await pulumi.succeed("up", "--yes", "--skip-preview");
    expect(server.changes().filter((change) => change === "POST /api/v1/clusters")).toHaveLength(3);
  });

  it("has made everything, tells how to connect, and no secret", async () => {
    const { text } = await pulumi.succeed("up", "--yes", "--skip-preview");
    const outputs = JSON.parse((await pulumi.succeed("stack", "output", "--json")).stdout) as object;
    expect(outputs).toEqual({ host: "shop-dev.us-east1.test", port: "26257" });
    const held = server.cloud.only();
    expect(held.databases.map(({ name }) => name)).toEqual(["defaultdb", "shop"]);
    expect(held.passwords).toEqual(new Map([["shop", password]]));
    expect(held.entries.map(({ cidr_ip }) => cidr_ip)).toEqual(["203.0.113.7"]);
    const shown = text + (await pulumi.stateFiles());
    for (const secret of [key, password]) expect(shown).not.toContain(secret);
  });

  it("has nothing to do the second time, nor after a refresh", async () => {
    expect(await pulumi.succeed("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
    expect(await pulumi.succeed("refresh", "--yes", "--expect-no-changes")).toMatchObject({ code: 0 });
    expect(await pulumi.succeed("up", "--yes", "--expect-no-changes")).toMatchObject({ code: 0 });
  });

  it("raises limits in place", async () => {
    await pulumi.succeed("config", "set", "requestUnits", "60000000");
    expect(stepsOf((await pulumi.succeed("preview", "--json")).stdout)).toEqual(["update cluster"]);
    await pulumi.succeed("up", "--yes", "--skip-preview");
    const { serverless } = server.cloud.only().cluster.config;
    expect(serverless?.usage_limits?.request_unit_limit).toBe("60000000");
  });

  it("refuses to rename a live cluster, at the preview", async () => {
    await pulumi.succeed("config", "set", "name", "shop-prod");
    const { code, text } = await pulumi.run("preview");
    await pulumi.succeed("config", "set", "name", "shop-dev");
    expect(code).not.toBe(0);
    expect(text).toContain('"name" of the cluster "shop-dev" is "shop-dev" and cannot become "shop-prod".');
  });

  it("repairs what was changed behind its back", async () => {
    const { entries } = server.cloud.only();
    entries.splice(0);
    await pulumi.succeed("refresh", "--yes");
    await pulumi.succeed("up", "--yes", "--skip-preview");
    expect(entries.map(({ name }) => name)).toEqual(["office"]);
  });

  it("waits for a locked cluster before it changes it", async () => {
    server.cloud.only().states = ["LOCKED", "LOCKED"];
    await pulumi.succeed("refresh", "--yes");
    server.cloud.only().states = ["CREATED"];
    await pulumi.succeed("config", "set", "requestUnits", "70000000");
    await pulumi.succeed("up", "--yes", "--skip-preview");
    expect(server.cloud.only().cluster.state).toBe("CREATED");
  });

  it("destroys everything", async () => {
    await pulumi.succeed("destroy", "--yes", "--skip-preview");
    expect(server.cloud.clusters.size).toBe(0);
    expect(await resources()).toEqual([]);
  });
});
