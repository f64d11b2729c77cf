import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import {
  AnalyzeRequest,
  AnalyzerHandshakeRequest,
  AnalyzerStackConfigureRequest,
  ConfigureAnalyzerRequest,
  EnforcementLevel,
  PolicyConfig,
  type AnalyzerInfo,
  type RemediateResponse,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { LanguageRuntimeClient } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/language_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { startPlugin, type PluginProcess } from "../../support/plugin";

const main = path.join(__dirname, "../../../local/plugins/language-nodejs/main.ts");
const literalPath = (name: string) => JSON.stringify(require.resolve(name));

/** A policy pack that answers its name with what it was started with, and serves no ConfigureStack. */
const pack = `
  const grpc = require(${literalPath("@grpc/grpc-js")});
  const { AnalyzerService } = require(${literalPath("@pulumi/pulumi/proto/analyzer_grpc_pb")});
  const { AnalyzerInfo, PolicyInfo, RemediateResponse, Remediation } = require(${literalPath("@pulumi/pulumi/proto/analyzer_pb")});
  const server = new grpc.Server();
  const env = Object.entries(process.env).filter(([name]) => /^(PULUMI_(NODEJS|CONFIG)|FROM_ENGINE)/.test(name));
  server.addService(AnalyzerService, {
    getAnalyzerInfo(call, callback) {
      const info = new AnalyzerInfo();
      info.setName(JSON.stringify({ argv: process.argv.slice(2), cwd: process.cwd(), env: Object.fromEntries(env) }));
      const policy = new PolicyInfo();
      policy.setEnforcementlevel(Number(process.env.LEVEL ?? 0));
      info.addPolicies(policy);
      callback(null, info);
    },
    configure: (_, callback) => callback(null, new AnalyzerService.configure.responseType()),
    remediate(_, callback) {
      const response = new RemediateResponse();
      response.addRemediations(new Remediation());
      callback(null, response);
    },
  });
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (_, port) => console.log(port + "\\nhello"));
`;

let directory: string;
let host: PluginProcess;
let client: LanguageRuntimeClient;

beforeEach(async () => {
  directory = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "language-host-")));
  host = await startPlugin(main, ["127.0.0.1:1"]);
  client = new LanguageRuntimeClient(`127.0.0.1:${host.port}`, grpc.credentials.createInsecure());
});

afterEach(async () => {
  client.close();
  await host.stop();
  fs.rmSync(directory, { recursive: true });
});

function runPlugin(
  kind: string,
  script: string,
  ...env: string[]
): grpc.ClientReadableStream<messages.RunPluginResponse> {
  const program = kind === "analyzer" ? "run-policy-pack" : "run-plugin";
  const target = path.join(directory, "node_modules/@pulumi/pulumi/cmd", program);
  fs.mkdirSync(target, { recursive: true });
  fs.writeFileSync(path.join(target, "index.js"), script);
  const info = new messages.ProgramInfo();
  info.setProgramDirectory(directory);
  const request = new messages.RunPluginRequest();
  request.setKind(kind);
  request.setPwd(directory);
  request.setInfo(info);
  request.setArgsList(["127.0.0.1:9"]);
  request.setEnvList(["FROM_ENGINE=a=b", ...env]);
  return client.runPlugin(request);
}

const unary = <Response>(
  call: (done: (error: grpc.ServiceError | null, response: Response) => void) => void,
) =>
  new Promise<Response>((resolve, reject) =>
    call((error, response) => (error ? reject(error) : resolve(response))),
  );

describe("a policy pack", () => {
  it("is started with the stack's name and configuration, which come after it answers", async () => {
    const stream = runPlugin("analyzer", pack).on("error", () => undefined);
    const [first] = (await once(stream, "data")) as [messages.RunPluginResponse];
    const port = Number(Buffer.from(first.getStdout_asU8()).toString());
    const analyzer = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    await unary((done) => analyzer.handshake(new AnalyzerHandshakeRequest(), done));
    const configure = new AnalyzerStackConfigureRequest();
    configure.setOrganization("acme");
    configure.setProject("shop");
    configure.setStack("dev");
    configure.setDryRun(true);
    configure.getConfigMap().set("shop:pw", "hush");
    configure.setConfigSecretKeysList(["shop:pw"]);
    const printed = once(stream, "data") as Promise<[messages.RunPluginResponse]>;
    await unary((done) => analyzer.configureStack(configure, done));
    const info = await unary<AnalyzerInfo>((done) => analyzer.getAnalyzerInfo(new Empty(), done));
    expect(JSON.parse(info.getName())).toEqual({
      argv: ["127.0.0.1:1", directory],
      cwd: directory,
      env: {
        FROM_ENGINE: "a=b",
        PULUMI_NODEJS_ORGANIZATION: "acme",
        PULUMI_NODEJS_PROJECT: "shop",
        PULUMI_NODEJS_STACK: "dev",
        PULUMI_NODEJS_DRY_RUN: "true",
        PULUMI_CONFIG: '{"shop:config:pw":"hush"}',
        PULUMI_CONFIG_SECRET_KEYS: '["shop:pw"]',
      },
    });
    expect(Buffer.from((await printed)[0].getStdout_asU8()).toString()).toBe("hello\n");
    analyzer.close();
    stream.cancel();
  });

  /** How many remediations an analyzer answers with, of which the pack has one whenever it is asked. */
  async function remediations(level: EnforcementLevel, configured?: EnforcementLevel): Promise<number[]> {
    const stream = runPlugin("analyzer", pack, `LEVEL=${level}`).on("error", () => undefined);
    const [first] = (await once(stream, "data")) as [messages.RunPluginResponse];
    const port = Number(Buffer.from(first.getStdout_asU8()).toString());
    const analyzer = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const asked = async () => {
      const answer = await unary<RemediateResponse>((done) => analyzer.remediate(new AnalyzeRequest(), done));
      return answer.getRemediationsList().length;
    };
    const before = await asked();
    await unary<AnalyzerInfo>((done) => analyzer.getAnalyzerInfo(new Empty(), done));
    const request = new ConfigureAnalyzerRequest();
    const policy = new PolicyConfig();
    policy.setEnforcementlevel(configured ?? level);
    request.getPolicyconfigMap().set("policy", policy);
    await unary((done) => analyzer.configure(request, done));
    const after = await asked();
    analyzer.close();
    stream.cancel();
    return [before, after];
  }

  it.each([
    ["none remediates", EnforcementLevel.MANDATORY, undefined, [1, 0]],
    ["one does", EnforcementLevel.REMEDIATE, undefined, [1, 1]],
    ["one is configured to", EnforcementLevel.ADVISORY, EnforcementLevel.REMEDIATE, [1, 1]],
  ] as const)(
    "is asked to change resources unless it says that it changes none: %s",
    async (_, level, configured, counts) => {
      expect(await remediations(level, configured)).toEqual(counts);
    },
  );

  it("that cannot start fails the first call, and its output is shown", async () => {
    const stream = runPlugin("analyzer", `console.error("the cause"); process.exit(1);`).on(
      "error",
      () => undefined,
    );
    const [first] = (await once(stream, "data")) as [messages.RunPluginResponse];
    const port = Number(Buffer.from(first.getStdout_asU8()).toString());
    const analyzer = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const shown = once(stream, "data") as Promise<[messages.RunPluginResponse]>;
    await expect(unary((done) => analyzer.getAnalyzerInfo(new Empty(), done))).rejects.toThrow(
      "ended before it was ready",
    );
    expect(Buffer.from((await shown)[0].getStderr_asU8()).toString()).toBe("the cause\n");
    analyzer.close();
  });
});

describe("a provider with components", () => {
  it("runs with its folder first, and tells its output and its exit code", async () => {
    const responses: messages.RunPluginResponse.AsObject[] = [];
    const stream = runPlugin(
      "resource",
      `console.log(process.argv.slice(2).join(), process.env.FROM_ENGINE); process.exit(3);`,
    );
    stream.on("data", (response: messages.RunPluginResponse) => responses.push(response.toObject()));
    await once(stream, "end");
    expect(responses).toEqual([
      expect.objectContaining({ stdout: Buffer.from(`${directory},127.0.0.1:9 a=b\n`).toString("base64") }),
      expect.objectContaining({ exitcode: 3 }),
    ]);
  });

  it("ends when the engine ends the call", async () => {
    const stream = runPlugin("resource", `console.log(process.pid); setInterval(() => 0, 1000);`).on(
      "error",
      () => undefined,
    );
    const [first] = (await once(stream, "data")) as [messages.RunPluginResponse];
    const pid = Buffer.from(first.getStdout_asU8()).toString().trim();
    stream.cancel();
    while (fs.existsSync(`/proc/${pid}`)) {
      await new Promise(setImmediate);
    }
    expect(host.child.exitCode).toBeNull();
  });
});
