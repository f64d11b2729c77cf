import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/language_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { installLanguageHost } from "../../../local/plugins/language-nodejs/install";
import { installedPackages } from "../../../local/plugins/language-nodejs/packages";
import { startPlugin, type PluginProcess } from "../../support/plugin";

const main = path.join(__dirname, "../../../local/plugins/language-nodejs/main.ts");
let directory: string;

beforeEach(() => {
  directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "language-host-")));
});

afterEach(() => fs.rmSync(directory, { recursive: true }));

function write(file: string, content: string | object): void {
  const target = path.join(directory, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, typeof content === "string" ? content : JSON.stringify(content));
}

function info(options: Record<string, string | boolean> = {}): messages.ProgramInfo {
  const program = new messages.ProgramInfo();
  program.setRootDirectory(directory);
  program.setProgramDirectory(directory);
  program.setEntryPoint("index.ts");
  program.setOptions(Struct.fromJavaScript(options));
  return program;
}

describe("the packages of a program", () => {
  it("are those of its folder, of the folders above, nested ones and linked ones, once each", () => {
    write("node_modules/a/package.json", { name: "a", version: "1.0.0" });
    write("node_modules/a/node_modules/b/package.json", { name: "b", version: "2.0.0" });
    write("program/node_modules/@s/b/package.json", {
      name: "@s/b",
      version: "1.0.0",
      pulumi: { resource: true },
    });
    write("program/node_modules/a/package.json", { name: "a", version: "1.0.0" });
    write("program/node_modules/broken/package.json", "{");
    write("program/node_modules/.bin/package.json", { name: "bin", version: "1.0.0" });
    write("sdks/linked/package.json", { name: "linked", version: "3.0.0" });
    fs.mkdirSync(path.join(directory, "sdks/linked/node_modules"));
    for (const link of ["program/node_modules/linked", "sdks/linked/node_modules/linked"]) {
      fs.symlinkSync(path.join(directory, "sdks/linked"), path.join(directory, link));
    }
    const found = installedPackages(path.join(directory, "program"));
    expect(found.map(({ name, version }) => `${name}@${version}`).sort()).toEqual([
      "@s/b@1.0.0",
      "a@1.0.0",
      "b@2.0.0",
      "linked@3.0.0",
    ]);
  });
});

describe("the language host", () => {
  let host: PluginProcess;
  let client: LanguageRuntimeClient;

  beforeEach(async () => {
    host = await startPlugin(main, ["-root=x", "127.0.0.1:1"]);
    client = new LanguageRuntimeClient(`127.0.0.1:${host.port}`, grpc.credentials.createInsecure());
  });

  afterEach(async () => {
    client.close();
    await host.stop();
  });

  /** An SDK whose `run` is this script. */
  const sdk = (script: string) => write("node_modules/@pulumi/pulumi/cmd/run/index.js", script);

  function run(request = new messages.RunRequest()): Promise<messages.RunResponse.AsObject> {
    request.setPwd(directory);
    if (!request.hasInfo()) {
      request.setInfo(info());
    }
    return new Promise((resolve, reject) => {
      client.run(request, (error, response) => (error ? reject(error) : resolve(response.toObject())));
    });
  }

  it("asks for the plugins of the packages", async () => {
    const parameterization = { name: "cockroach", version: "1.22.0", value: "eyJhIjoxfQ==" };
    write("node_modules/@pulumi/random/package.json", {
      name: "@pulumi/random",
      version: "4.21.2",
      pulumi: { resource: true },
    });
    write("node_modules/@s/x/package.json", {
      name: "@s/x",
      version: "1.0.0",
      pulumi: { resource: true, server: "https://x.test" },
    });
    write("node_modules/c/package.json", {
      name: "c",
      version: "1.22.0",
      pulumi: { resource: true, name: "terraform-provider", version: "1.1.3", parameterization },
    });
    write("node_modules/plain/package.json", {
      name: "plain",
      version: "1.0.0",
      pulumi: { resource: false },
    });
    const request = new messages.GetRequiredPackagesRequest();
    request.setInfo(info());
    const packages = await new Promise<messages.GetRequiredPackagesResponse.AsObject>((resolve, reject) => {
      client.getRequiredPackages(request, (error, response) =>
        error ? reject(error) : resolve(response.toObject()),
      );
    });
    const own = packages.packagesList.map(
      ({ name, kind, version, server, parameterization: parameters }) => ({
        name,
        kind,
        version,
        server,
        parameters,
      }),
    );
    expect(own).toEqual(
      expect.arrayContaining([
        { name: "random", kind: "resource", version: "v4.21.2", server: "", parameters: undefined },
        { name: "s/x", kind: "resource", version: "v1.0.0", server: "https://x.test", parameters: undefined },
        {
          name: "terraform-provider",
          kind: "resource",
          version: "v1.1.3",
          server: "",
          parameters: parameterization,
        },
      ]),
    );
    expect(own).toHaveLength(3);
  });

  it("starts the program's own SDK with what the engine said", async () => {
    sdk(`
      const { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT, PULUMI_NODEJS_TSCONFIG_PATH } = process.env;
      require("fs").writeFileSync("seen.json", JSON.stringify({
        argv: process.argv.slice(2), execArgv: process.execArgv, cwd: process.cwd(),
        env: { PULUMI_CONFIG, PULUMI_CONFIG_SECRET_KEYS, PULUMI_NODEJS_TYPESCRIPT, PULUMI_NODEJS_TSCONFIG_PATH },
      }));
    `);
    const request = new messages.RunRequest();
    request.setInfo(
      info({ nodeargs: "--no-deprecation  --no-warnings", tsconfig: "other.json", typescript: false }),
    );
    request.setMonitorAddress("127.0.0.1:2");
    request.setOrganization("acme");
    request.setProject("shop");
    request.setStack("dev");
    request.setDryrun(true);
    request.setParallel(4);
    request.getConfigMap().set("cake:domain", "shop.test").set("shop:pw", "hush");
    request.setConfigsecretkeysList(["shop:pw"]);
    expect(await run(request)).toEqual({ error: "", bail: false });
    expect(JSON.parse(fs.readFileSync(path.join(directory, "seen.json"), "utf8"))).toEqual({
      argv: [
        ...[
          "--monitor",
          "127.0.0.1:2",
          "--engine",
          "127.0.0.1:1",
          "--organization",
          "acme",
          "--project",
          "shop",
        ],
        ...[
          "--root-directory",
          directory,
          "--stack",
          "dev",
          "--pwd",
          directory,
          "--parallel",
          "4",
          "--dry-run",
          "index.ts",
        ],
      ],
      execArgv: ["--no-deprecation", "--no-warnings"],
      cwd: directory,
      env: {
        PULUMI_CONFIG: '{"cake:config:domain":"shop.test","shop:config:pw":"hush"}',
        PULUMI_CONFIG_SECRET_KEYS: '["shop:pw"]',
        PULUMI_NODEJS_TYPESCRIPT: "false",
        PULUMI_NODEJS_TSCONFIG_PATH: "other.json",
      },
    });
  });

  it("shows what the program prints while it runs", async () => {
    sdk(`require("fs").watch(".", () => process.exit(0)); console.log("first");`);
    const ended = run();
    const [printed] = (await once(host.child.stdout!, "data")) as [Buffer];
    expect(printed.toString()).toBe("first\n");
    write("go", "");
    expect(await ended).toEqual({ error: "", bail: false });
  });

  it.each([
    ["process.exit(32)", { error: "", bail: true }],
    ["process.exit(3)", { error: "The program ended with exit code 3.", bail: false }],
    ["process.kill(process.pid, 'SIGKILL')", { error: "The program was ended by SIGKILL.", bail: false }],
  ])("tells how the program ended: %s", async (script, response) => {
    sdk(script);
    expect(await run()).toEqual(response);
  });

  it("says that the SDK is missing, and what to do", async () => {
    await expect(run()).rejects.toThrow(
      `The Pulumi SDK (@pulumi/pulumi) is not installed for ${directory}. Run \`npm install\``,
    );
  });

  it("refuses a runtime option of the wrong type", async () => {
    const request = new messages.RunRequest();
    request.setInfo(info({ typescript: "yes" }));
    await expect(run(request)).rejects.toThrow(`typescript in Pulumi.yaml is "yes". Allowed: true, false.`);
  });

  it("ends the program on a cancel", async () => {
    sdk(`console.log("up"); setInterval(() => 0, 1000);`);
    const ended = run();
    await once(host.child.stdout!, "data");
    client.cancel(new Empty(), () => undefined);
    expect(await ended).toEqual({ error: "The program was ended by SIGTERM.", bail: false });
  });

  it("ends the program when the engine is gone", async () => {
    sdk(`console.log(process.pid); setInterval(() => 0, 1000);`);
    const ended = run().catch(() => undefined);
    const [printed] = (await once(host.child.stdout!, "data")) as [Buffer];
    host.child.stdin!.destroy();
    await once(host.child, "exit");
    await ended;
    const stat = () => fs.readFileSync(`/proc/${printed.toString().trim()}/stat`, "utf8");
    while (fs.existsSync(`/proc/${printed.toString().trim()}`) && !/\) Z /.test(stat())) {
      await new Promise(setImmediate);
    }
    expect(host.child.exitCode).toBe(0);
  });

  it("is one executable file", async () => {
    await installLanguageHost(path.join(directory, "bin"));
    expect(fs.readdirSync(path.join(directory, "bin"))).toEqual(["pulumi-language-nodejs"]);
    const file = path.join(directory, "bin", "pulumi-language-nodejs");
    expect(fs.statSync(file).mode & 0o777).toBe(0o755);
    expect(fs.readFileSync(file, "utf8")).not.toContain(path.dirname(main));
  });
});
