import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Blob } from "../../../components/images/blob";
import { imageOf } from "../../../components/images/oci";
import { homeOf } from "../../../local/home";
import type { PlatformImage } from "../../../local/platform/embedded/images";
import { keycloakImage } from "../../../local/platform/embedded/keycloak-image";
import { neededImages } from "../../../local/platform/embedded/needed-images";
import { EmbeddedPlatform } from "../../../local/platform/embedded/platform";
import { referenceOf } from "../../../local/platform/embedded/postgres-image";
import { spicedbImage, zedImage } from "../../../local/platform/embedded/spicedb-image";
import type { ResolvedTool, ToolName } from "../../../local/toolchain/tool";
import { entriesOf, temporaryFolder } from "../../components/images/archive";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => fs.rm(folder, { recursive: true }));

/** A tool that consists of these programs. */
async function toolOf(name: ToolName, programs: readonly string[]): Promise<ResolvedTool> {
  const directory = path.join(folder, `${name}-1-abc`);
  for (const program of programs) {
    await fs.mkdir(path.dirname(path.join(directory, program)), { recursive: true });
    await fs.writeFile(path.join(directory, program), program, { mode: 0o755 });
  }
  await fs.writeFile(path.join(directory, "manifest.json"), "{}");
  return { name, version: "1", origin: "built", directory };
}

async function read(blob: Blob): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of blob.open()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function built(image: PlatformImage) {
  const { layers, config } = await imageOf({
    name: image.name,
    tag: image.tag,
    ...(await image.content(folder)),
  });
  const entries = (await Promise.all(layers.map(async ({ blob }) => entriesOf(await read(blob))))).flat();
  return { entries, config: (JSON.parse((await read(config)).toString()) as { config: object }).config };
}

describe("Keycloak's image", () => {
  const tool = () => toolOf("keycloak", ["opt/keycloak/bin/kc.sh", "opt/keycloak/data/x", "usr/bin/java"]);

  test("has the entry point, the user and the settings of the official one", async () => {
    const image = keycloakImage(await tool());
    expect(referenceOf(image)).toBe("dev.local/keycloak:keycloak-1-abc");
    expect((await built(image)).config).toMatchObject({
      User: "1000",
      Entrypoint: ["/opt/keycloak/bin/kc.sh"],
      Env: expect.arrayContaining(["KC_RUN_IN_CONTAINER=true"]) as string[],
    });
  });

  test("is the tool's folder without the tool chain's own note, and what is the server's is its user's", async () => {
    const { entries } = await built(keycloakImage(await tool()));
    const owners = Object.fromEntries(entries.map(({ header }) => [header.name, [header.uid, header.gid]]));
    expect(owners).toMatchObject({
      "./usr/bin/java": [0, 0],
      "./opt/keycloak/": [1000, 0],
      "./opt/keycloak/bin/kc.sh": [1000, 0],
      "./opt/keycloak/data/x": [1000, 0],
    });
    expect(owners).not.toHaveProperty(["./manifest.json"]);
    const files = Object.fromEntries(entries.map(({ header, content }) => [header.name, content.toString()]));
    expect(files["etc/passwd"]).toContain("\nkeycloak:x:1000:0:");
  });
});

test("SpiceDB's image has its programs, its entry point and its user where the official one has them", async () => {
  const image = spicedbImage(await toolOf("spicedb", ["spicedb", "grpc_health_probe"]));
  expect(referenceOf(image)).toBe("dev.local/spicedb:spicedb-1-abc");
  const { entries, config } = await built(image);
  const programs = entries.filter(({ header }) => header.type === "file");
  expect(programs.map(({ header, content }) => [header.name, header.mode, content.toString()])).toEqual([
    ["usr/local/bin/grpc_health_probe", 0o755, "grpc_health_probe"],
    ["usr/local/bin/spicedb", 0o755, "spicedb"],
  ]);
  expect(config).toMatchObject({
    User: "65532:65532",
    Entrypoint: ["spicedb"],
    Env: expect.arrayContaining([expect.stringMatching(/^PATH=\/usr\/local\/bin:/)]) as string[],
  });
});

test("the image of SpiceDB's command line client has that program, and it is its entry point", async () => {
  const image = zedImage(await toolOf("zed", ["zed"]));
  expect(referenceOf(image)).toBe("dev.local/zed:zed-1-abc");
  const { entries, config } = await built(image);
  const programs = entries.filter(({ header }) => header.type === "file");
  expect(programs.map(({ header, content }) => [header.name, content.toString()])).toEqual([
    ["usr/local/bin/zed", "zed"],
  ]);
  expect(config).toMatchObject({ User: "65532:65532", Entrypoint: ["zed"] });
});

describe("the tools of a platform", () => {
  const tools = (needs?: Parameters<EmbeddedPlatform["tools"]>[0]) =>
    new EmbeddedPlatform(homeOf({ CAKE_HOME: folder }), {
      name: "test",
      directory: folder,
      run: folder,
    }).tools(needs);

  test("are without what only some stacks need", () => {
    const none = tools();
    for (const tool of [
      "postgres",
      "flyway",
      "keycloak",
      "spicedb",
      "zed",
      "knative-eventing",
      "knative-serving",
      "traefik",
    ])
      expect(none).not.toContain(tool);
    expect(tools({ keycloak: false })).toEqual(none);
  });

  test.each(["postgres", "flyway", "keycloak", "spicedb", "zed"] as const)(
    "have %s where it is needed",
    (need) => {
      expect(tools({ [need]: true })).toEqual([...tools(), need]);
    },
  );

  test("have Serving with its ingress where functions are in the cluster", () => {
    expect(tools({ serving: true })).toEqual([...tools(), "knative-serving", "traefik"]);
  });

  test("have Eventing where events are carried", () => {
    expect(tools({ eventing: true })).toEqual([...tools(), "knative-eventing"]);
  });
});

describe("Serving's images", () => {
  const programs = ["activator", "autoscaler", "controller", "webhook", "queue"];

  test("are one of each program, and the ingress's, by the names that manifests have", async () => {
    const traefik = await toolOf("traefik", ["traefik"]);
    const images = neededImages.serving.images(await toolOf("knative-serving", programs), traefik);
    expect(images.map(referenceOf)).toEqual([
      ...programs.map((name) => `dev.local/knative-serving/${name}:v1.22.0`),
      "dev.local/traefik:1",
    ]);
    const { entries, config } = await built(images.at(-1)!);
    expect(entries.map(({ header, content }) => [header.name, header.mode, content.toString()])).toEqual([
      ["traefik", 0o755, "traefik"],
    ]);
    expect(config).toMatchObject({ Entrypoint: ["/traefik"] });
  });

  test("come with its manifests, which the program is told of", async () => {
    const [knative, traefik] = [
      await toolOf("knative-serving", programs),
      await toolOf("traefik", ["traefik"]),
    ];
    expect(neededImages.serving.told(knative, traefik)).toEqual({
      knative: { manifests: { directory: knative.directory }, ingressImage: "dev.local/traefik:1" },
    });
  });
});

describe("Eventing's images", () => {
  const programs = ["channel_controller", "channel_dispatcher", "controller", "filter", "ingress"];
  const others = ["mtchannel_broker", "mtping", "webhook"];
  const tool = () => toolOf("knative-eventing", [...programs, ...others]);

  test("are one of each program, by the names that its manifests have", async () => {
    const images = neededImages.eventing.images(await tool());
    expect(images.map(referenceOf).sort()).toEqual(
      [...programs, ...others].map((name) => `dev.local/knative-eventing/${name}:v1.23.0`),
    );
    const { entries, config } = await built(images.find(({ name }) => name.endsWith("/mtping"))!);
    expect(entries.map(({ header, content }) => [header.name, content.toString()])).toEqual([
      ["mtping", "mtping"],
    ]);
    expect(config).toMatchObject({ User: "65532:65532", Entrypoint: ["/mtping"] });
  });

  test("come with its manifests, which the program is told of", async () => {
    const made = await tool();
    expect(neededImages.eventing.told(made)).toEqual({
      eventing: { manifests: { directory: made.directory } },
    });
    expect(neededImages.spicedb.told(await toolOf("spicedb", ["spicedb", "grpc_health_probe"]))).toEqual({
      spicedbImage: "dev.local/spicedb:spicedb-1-abc",
    });
  });
});
