import * as net from "node:net";
import * as path from "node:path";
import { Command } from "./command";
import { refused as refusedBy, stack } from "./refused";

/*
 * What is wrong is said before anything is made: twenty minutes into the making of tools nobody wants to hear of a
 * misspelt key.
 */

const gigabyte = 2 ** 30;
jest.setTimeout(60_000);

let command: Command;
beforeEach(async () => {
  command = await Command.make();
});
afterEach(() => command.remove());

const local = ["cake:environment: dev", "cake:cluster: { kind: local }"];
const existing = (more: string) => [
  "cake:environment: prod",
  "cake:database: { kind: existing }",
  "cake:databaseUrl: { secure: v1:abc }",
  `cake:cluster: { kind: kubeconfig, domain: apps.example.com, scheme: https, registry: r.example.com/x, ${more} }`,
];

const refused = (...run: Parameters<Command["run"]>) => refusedBy(command, ...run);

test("where nothing is wrong, tools come first", async () => {
  const { code, text } = await command.run("up");
  expect(code).toBe(1);
  expect(text).toMatch(/Tools must be compiled here|apt-get update failed/);
  expect((await command.calls()).map((call) => call.split(" ")[0])).toContain("go");
});

describe("up", () => {
  test("refuses a stack without a file, with the stacks that there are", async () => {
    expect(await refused("up devv")).toBe(
      'There is no stack "devv": Pulumi.devv.yaml does not exist. Stacks: cloudfunctions, core, dev, lambda, prod, simulated. Did you mean dev?',
    );
    expect(await refused("up something")).toMatch(
      /Stacks: cloudfunctions, core, dev, lambda, prod, simulated\.$/,
    );
  });

  test("refuses a file that is no YAML, with the place", async () => {
    await command.write("Pulumi.dev.yaml", "config:\n  cake:environment: [dev\n");
    expect(await refused("up")).toMatch(/^Pulumi\.dev\.yaml is no YAML: .* at line 3, column 1:/);
  });

  test("shows every problem of the configuration at once, in the program's words", async () => {
    await command.write(
      "Pulumi.dev.yaml",
      stack(
        "cake:enviroment: dev",
        "cake:cluster: { kind: local, memory: 4 }",
        "domain: shop.localhost",
        "cake:functions: { kind: knative, replicas: 0 }",
        "cake:domain: { secure: v1:abc }",
        "kubernetes:namespace: x",
      ),
    );
    expect((await refused("up")).split("\n")).toEqual([
      "6 problems in the configuration of stack dev; nothing was changed:",
      "  - cakestack:domain is read by nothing: keys of this program start with cake:. Did you mean cake:domain?",
      expect.stringMatching(/^ {2}- cake:domain is a secret\. Allowed: a plain value/),
      "  - cake:environment is missing. Allowed: dev, prod, preview.",
      "  - cake:cluster.memory is not a key. Allowed here: kind.",
      "  - cake:functions.replicas is the number 0. Allowed: a whole number from 1 to 10.",
      "  - cake:enviroment is not a key. Did you mean cake:environment? Allowed here: environment, preview, domain, cluster, database, databaseUrl, identity, authorization, simulate, functions, events, guardrails.",
      "Edit Pulumi.dev.yaml, or use `pulumi config set --path KEY VALUE`. docs/configuration.md lists all keys.",
    ]);
  });

  test("refuses an empty file", async () => {
    await command.write("Pulumi.dev.yaml", "");
    expect(await refused("up")).toContain("2 problems in the configuration of stack dev");
  });

  test("refuses a domain that the local ingress does not serve", async () => {
    await command.write("Pulumi.dev.yaml", stack(...local, "cake:domain: shop.example.com"));
    expect(await refused("up")).toBe(
      "cake:domain is shop.example.com, which the cluster's ingress does not serve. " +
        "Allowed: localhost or a name that ends in .localhost. Change it, or leave it out.",
    );
  });

  test("refuses a database in the cloud without a key for it", async () => {
    const database = "cake:database: { kind: cockroach, cloud: GCP, regions: [us-east1] }";
    await command.write("Pulumi.dev.yaml", stack(...local, database));
    const none = { COCKROACH_API_KEY: "", COCKROACH_API_JWT: "" };
    expect(await refused("up", {}, none)).toMatch(/^CockroachDB Cloud needs an API key, and neither/);
  });

  test.each([
    ["AWS", "{ kind: lambda, region: eu-central-1 }", "no AWS_ACCESS_KEY_ID"],
    [
      "GCP",
      "{ kind: cloudfunctions, project: shop-prod-1234, region: europe-west1 }",
      "none of GOOGLE_CREDENTIALS",
    ],
  ])("refuses functions in a cloud without credentials for it: %s", async (cloud, functions, problem) => {
    const database = `cake:database: { kind: cockroach, cloud: ${cloud}, regions: [us-east1], allow: [0.0.0.0/0] }`;
    await command.write("Pulumi.dev.yaml", stack(...local, database, `cake:functions: ${functions}`));
    const ofClouds = Object.keys(process.env).filter((name) => /^(AWS|GOOGLE|GCLOUD)_/.test(name));
    const nobody = {
      ...Object.fromEntries(ofClouds.map((name) => [name, ""])),
      COCKROACH_API_KEY: "key",
      AWS_EC2_METADATA_DISABLED: "true",
      // Nothing listens there.
      GCE_METADATA_HOST: "127.0.0.1:1",
    };
    expect(await refused("up", {}, nobody)).toContain(`needs credentials, and none are found: ${problem}`);
  });

  test("refuses emulated clouds while no emulator runs", async () => {
    const none = { COCKROACH_SERVER: "", COCKROACH_API_KEY: "", COCKROACH_API_JWT: "" };
    expect(await refused("up simulated", {}, none)).toBe(
      "cake:simulate is true, and no emulator runs. " +
        "Start one with `npx cake emulate cockroach-cloud` in another terminal, or remove cake:simulate.",
    );
    const gone = { ...none, COCKROACH_SERVER: "http://127.0.0.1:1", COCKROACH_API_KEY: "key" };
    expect(await refused("up simulated", {}, gone)).toMatch(
      /no emulator answers at COCKROACH_SERVER \(http:\/\/127\.0\.0\.1:1\)\. Start one with/,
    );
  });

  test("refuses what functions on Lambda do not reach, before an emulator is asked for", async () => {
    const lambda = [
      "cake:functions: { kind: lambda, region: eu-central-1 }",
      "cake:events: { kind: knative }",
    ];
    await command.write("Pulumi.dev.yaml", stack(...local, ...lambda));
    expect((await refused("up")).split("\n").slice(1, 3)).toEqual([
      expect.stringMatching(
        /^ {2}- cake:events\.kind is knative, which functions on Lambda do not reach\. Allowed: eventbridge/,
      ),
      expect.stringMatching(
        /^ {2}- cake:database is missing, and its default is kind postgres: a database in the cluster/,
      ),
    ]);
  });

  test("shows why a function does not compile, wherever it is called from", async () => {
    await command.write("examples/hello/index.ts", "export default (: never;\n");
    const text = await refused("up");
    expect(text).toContain("function hello:");
    expect(text).toContain("examples/hello/index.ts:1:");
  });

  test("refuses a function that scales beyond the connections of its database", async () => {
    const hello = `{ code: { source: "examples/hello" }, database: "hello", scale: { max: 17 } }`;
    const functions = await command.read("stacks/functions.ts");
    const plain = `{ code: { source: "examples/hello" }, database: "hello" }`;
    await command.write("stacks/functions.ts", functions.replace(plain, hello));
    expect(await refused("up core")).toBe(
      "function hello:\n  - 17 pods share 16 connections to the database, and each needs one. Allowed: up to 16 pods. " +
        "Lower the most that it scales to (scale.max), or give the application more connections.",
    );
  });

  test("refuses a passphrase file that is not there", async () => {
    const file = path.join(command.home, "passphrase");
    expect(await refused("up", {}, { PULUMI_CONFIG_PASSPHRASE_FILE: file })).toBe(
      `PULUMI_CONFIG_PASSPHRASE_FILE is ${file}, which cannot be read. ` +
        "Correct it, or leave it out: then cake makes a passphrase.",
    );
  });

  test("refuses a name of an instance that would not fit", async () => {
    expect(await refused("up", {}, { CAKE_INSTANCE: "My_Instance" })).toMatch(
      /^CAKE_INSTANCE is "My_Instance"\. Allowed: 1 to 20 lower-case letters/,
    );
  });
});

describe.each(["up", "start"])("%s", (name) => {
  test("refuses a machine that can have no platform", async () => {
    expect(await refused(name, { root: false })).toMatch(
      /^No local platform can run here: found linux, not root, no Docker that answers\. What helps: /,
    );
  });

  test("refuses a machine that is too small, with all that it lacks", async () => {
    const small = { cores: 1, memory: 2 * gigabyte, disk: 3 * gigabyte };
    expect((await refused(name, small)).split("\n")).toEqual([
      "The local platform cannot start on this machine:",
      "  - cores: found 1; at least 2 are needed: use a larger machine",
      "  - memory: found 2.0 GB; at least 3.5 GB are needed: use a larger machine",
      "  - disk: found 3.0 GB; at least 17.0 GB are needed while tools are compiled: free some, or set CAKE_HOME to a folder on a larger disk",
    ]);
  });

  test("refuses a kind that is too old", async () => {
    await command.program("docker", 'case "$1" in version) echo 28.2.2 ;; esac');
    await command.program("kind", "echo kind v0.20.0 go1.20.4 linux/amd64");
    expect(await refused(name, { root: false })).toMatch(/^kind is too old: found v0\.20\.0, needed v0\.30/);
  });
});

test("a port that another program took since is named, and nothing else is made", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as net.AddressInfo;
  await command.writeInInstance("ports.json", JSON.stringify({ ingress: port, api: 1 }));
  const { code, text } = await command.run("up");
  await new Promise((resolve) => server.close(resolve));
  expect(code).toBe(1);
  expect(text).toMatch(
    new RegExp(
      `  - port ${port}: found \\S.* on it; stop that program, or use another instance: CAKE_INSTANCE=<name>$`,
    ),
  );
  expect([await command.calls(), await command.made()]).toEqual([[], ["instances"]]);
});

describe("a stack on a cluster that exists", () => {
  test("needs nothing of this machine: the next things are its kubeconfig and its cluster", async () => {
    const nothing = { root: false, cores: 1, memory: 0, disk: 0 };
    await command.write("Pulumi.prod.yaml", stack(...existing("path: nowhere")));
    const text = await refused("up prod", nothing);
    expect(text).toMatch(/^There is no readable kubeconfig at \/.*\/nowhere \(ENOENT\)/);
    expect(await command.calls()).toEqual([]);
  });

  test("that does not answer is refused", async () => {
    const kubeconfig = {
      "current-context": "c",
      contexts: [{ name: "c", context: { cluster: "c" } }],
      clusters: [{ name: "c", cluster: { server: "https://127.0.0.1:1" } }],
    };
    await command.write("kubeconfig", JSON.stringify(kubeconfig));
    await command.write("Pulumi.prod.yaml", stack(...existing("path: kubeconfig")));
    expect(await refused("up prod")).toMatch(
      /^The cluster at https:\/\/127\.0\.0\.1:1 cannot be reached: connect ECONNREFUSED/,
    );
  });
});

describe("a stack that holds something", () => {
  const state = (...resources: object[]) => JSON.stringify({ checkpoint: { latest: { resources } } });
  const holding = (backend: "pulumi" | "pulumi-simulated", name: string, content = state({})) =>
    command.writeInInstance(`${backend}/.pulumi/stacks/cakestack/${name}.json`, content);
  const refusal = async (...run: Parameters<Command["run"]>) => {
    const { code, text } = await command.run(...run);
    expect({ code, calls: await command.calls() }).toEqual({ code: 1, calls: [] });
    return text.trim();
  };

  test.each(["up", "down --yes"])("of real resources takes no simulated ones: %s", async (args) => {
    await holding("pulumi", "dev");
    await command.write("Pulumi.dev.yaml", stack(...local, "cake:simulate: true"));
    expect(await refusal(args)).toBe(
      "Stack dev holds real resources, and cake:simulate is true. Remove it; to change it, run `npx cake down dev` before.",
    );
  });

  test.each(["up", "down --yes"])("of simulated resources takes no real ones: %s", async (args) => {
    await holding("pulumi-simulated", "dev");
    expect(await refusal(args)).toMatch(
      /^Stack dev holds simulated resources, and cake:simulate is not set\. Set it to true; to change it, run/,
    );
  });

  test("has the local platform for itself, until it holds nothing", async () => {
    await holding("pulumi", "dev");
    expect(await refusal("up simulated")).toBe(
      "The local platform holds stack dev, and has place for one. " +
        "Run `npx cake down dev` first, or use another platform: CAKE_INSTANCE=<name>.",
    );
    await holding("pulumi", "dev", state());
    expect(await refusal("up simulated", {}, { COCKROACH_SERVER: "" })).toContain("no emulator runs");
  });
});

test("doctor shows the checks, and ends with a mistake when one fails", async () => {
  const { code, text } = await command.run("doctor", { memory: gigabyte });
  expect(code).toBe(1);
  expect(text).toMatch(
    /^Machine\n {2}system +linux, root +good\n {2}cores +2 +good\n {2}memory +1\.0 GB +at least/,
  );
  expect((await command.run("doctor")).code).toBe(0);
});
