import * as grpc from "@grpc/grpc-js";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Asset } from "../../../local/plugins/base/asset";
import { encode, unknown } from "../../../local/plugins/base/value";
import { itConforms } from "../../support/conformance";
import { ProviderClient, startPlugin, type PluginProcess } from "../../support/plugin";

const main = path.join(__dirname, "../../support/file-provider.ts");
const type = "file:index:File";
const directory = fs.mkdtempSync(path.join(os.tmpdir(), "file-provider-"));

afterAll(() => fs.rmSync(directory, { recursive: true }));

describe("a resource type on the base", () => {
  itConforms({
    main,
    config: { directory },
    type,
    inputs: { name: "a", content: "one", labels: { x: "1" } },
    update: { name: "a", content: "two" },
    replace: { name: "b", content: "one" },
    dependent: "labels",
    secretOutputs: ["digest"],
    outputs: ["digest", "size", "path"],
    invalid: [
      { inputs: {}, property: "name" },
      { inputs: { name: 1 }, property: "name" },
      { inputs: { name: "a", labels: { x: 1 } }, property: "labels" },
      { inputs: { name: "a", retries: 1.5 }, property: "retries" },
      { inputs: { name: "a", retries: -1 }, property: "retries" },
      { inputs: { name: "a", content: "a" }, property: "content" },
    ],
    world: {
      exists: (id) => Promise.resolve(fs.existsSync(path.join(directory, id))),
      drift(id) {
        fs.writeFileSync(path.join(directory, id), "drifted");
        return Promise.resolve("content");
      },
      lose: (id) => Promise.resolve(fs.rmSync(path.join(directory, id))),
    },
  });
});

describe("the base", () => {
  let plugin: PluginProcess;
  let provider: ProviderClient;

  beforeEach(async () => {
    plugin = await startPlugin(main);
    provider = new ProviderClient(plugin.port);
  });

  afterEach(async () => {
    provider.close();
    await plugin.stop();
  });

  it("tells its version and a schema of what it covers", async () => {
    expect(await provider.version()).toBe("1.2.3");
    const { resources } = await provider.schema();
    expect(resources).toEqual({
      [type]: expect.objectContaining({
        requiredInputs: ["name"],
        required: ["name", "content", "digest", "size", "path"],
        properties: expect.objectContaining({
          digest: { type: "string", description: "SHA-256 of the content.", secret: true },
          labels: { type: "object", additionalProperties: { type: "string" }, description: "Not written." },
        }) as object,
      }) as object,
    });
  });

  it("checks the provider's configuration, whose numbers come as texts", async () => {
    expect(
      (await provider.checkConfig(encode({ directory, depth: "2", version: "1.2.3" }))).failures,
    ).toEqual([]);
    const { failures } = await provider.checkConfig(encode({ depth: "0", extra: "x" }));
    expect(failures.map(({ property }) => property)).toEqual(["extra", "directory", "depth"]);
  });

  it("names the types that it has when asked for another", async () => {
    await provider.configure({ directory });
    await expect(provider.check({ type: "file:index:Folder" }, encode({}))).rejects.toMatchObject({
      code: grpc.status.NOT_FOUND,
      message: expect.stringMatching(/file:index:Folder.*file:index:File/) as string,
    });
  });

  it("says that it has no functions, and serves no other package", async () => {
    await provider.configure({ directory });
    await expect(provider.invoke("file:index:find", encode({}))).rejects.toThrow(
      "The built-in file provider has no function file:index:find. It has: none.",
    );
    await expect(provider.parameterize({ args: ["other"] })).rejects.toMatchObject({
      code: grpc.status.UNIMPLEMENTED,
      message: 'The plugin "file" takes no parameter.',
    });
  });

  it("makes nothing before it is configured", async () => {
    await expect(provider.create({ type }, encode({ name: "a" }))).rejects.toMatchObject({
      code: grpc.status.FAILED_PRECONDITION,
    });
  });

  it("tells what a failed create left behind", async () => {
    await provider.configure({ directory });
    const create = provider.create({ type }, encode({ name: "h", content: "half" }, new Set(["content"])));
    await expect(create).rejects.toMatchObject({
      message: "It is half made.",
      partial: {
        id: "h",
        reasons: ["It is half made."],
        state: {
          values: { name: "h", content: "half", size: 4, path: path.join(directory, "h") },
          secrets: new Set(["content", "digest"]),
        },
      },
    });
  });

  it("tells a running operation that it is cancelled", async () => {
    await provider.configure({ directory });
    const target = path.join(directory, "s");
    const started = new Promise<void>((resolve) => {
      const watcher = fs.watch(directory, () => {
        if (fs.existsSync(target)) {
          watcher.close();
          resolve();
        }
      });
    });
    const create = provider.create({ type }, encode({ name: "s", content: "slow" }));
    const outcome = create.catch((error: Error) => error.message);
    await started;
    await provider.cancel();
    expect(await outcome).toBe("The operation was cancelled.");
  });

  it("knows at the preview of an update what an update leaves as it is", async () => {
    await provider.configure({ directory });
    const inputs = { name: "p", content: "one" };
    const { id, state } = await provider.create({ type }, encode(inputs));
    const previewed = await provider.update(
      { type, id },
      { inputs, state },
      encode({ name: "p", content: "two" }),
      true,
    );
    expect(previewed.values).toEqual({
      name: "p",
      content: "two",
      digest: unknown,
      size: unknown,
      path: path.join(directory, "p"),
    });
    expect(fs.readFileSync(path.join(directory, "p"), "utf8")).toBe("one");
  });

  it("imports by id, with only the inputs that are no defaults", async () => {
    await provider.configure({ directory });
    fs.writeFileSync(path.join(directory, "empty"), "");
    const { id, inputs, state } = await provider.read({ type, id: "empty" });
    expect({ id, inputs }).toEqual({ id: "empty", inputs: { name: "empty" } });
    expect(state.values).toMatchObject({ name: "empty", content: "", size: 0 });
  });

  it("takes null in a map, an empty map and an absent one for the same", async () => {
    await provider.configure({ directory });
    const inputs = { name: "n", labels: { x: null } };
    const { id, state } = await provider.create({ type }, encode(inputs));
    expect((await provider.diff({ type, id }, { inputs, state }, { name: "n" })).any).toBe(false);
    expect((await provider.diff({ type, id }, { inputs, state }, { name: "n", content: "" })).any).toBe(
      false,
    );
  });

  it("says what a file or an archive stands in the place of", async () => {
    const key = "4dabf18193072939515e22adb298388d";
    const sent = { [key]: "0def7320c3a5731c473e5ecbe6d01bc7", assets: {} };
    const { failures } = await provider.check({ type }, encode({ name: new Asset("archive", "1", sent) }));
    expect(failures).toEqual([{ property: "name", reason: '"name" is an archive. Allowed: a text.' }]);
  });

  it("never shows the value of a wrong secret", async () => {
    const { failures } = await provider.check({ type }, encode({ name: "a", labels: { token: ["hush"] } }));
    expect(JSON.stringify(failures)).not.toContain("hush");
  });
});
