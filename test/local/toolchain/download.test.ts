import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { UserError } from "../../../local/errors";
import { describeTools, ensureTools, programOf } from "../../../local/toolchain";
import { DownloadFailed, Downloader, type OfficialFile } from "../../../local/toolchain/download";
import {
  fakeGo,
  goRecipe,
  sha256,
  site,
  workbench,
  type Answer,
  type Site,
  type Workbench,
} from "./workbench";

const file: OfficialFile = {
  url: "https://example.com/v1/crane",
  checksums: "https://example.com/v1/checksums.txt",
  kind: { binary: "crane" },
};
const content = "official program";
const good = {
  "/v1/crane": content,
  "/v1/checksums.txt": `${sha256("x")}  other\n${sha256(content)}  crane\n`,
};

let bench: Workbench;
const sites: Site[] = [];
const lines: string[] = [];
const report = (line: string) => void lines.push(line);
const serve = async (answers: Parameters<typeof site>[0]): Promise<Site> => {
  const server = await site(answers);
  sites.push(server);
  return server;
};
const ensureCrane = async (server: Site, env: NodeJS.ProcessEnv = {}) => {
  const recipes = { crane: await goRecipe(bench, "crane", { official: [file] }) };
  return ensureTools(bench.home, ["crane"], report, { recipes, mirror: server.mirror, env });
};
const builds = async () => (await bench.calls()).filter((call) => call.startsWith("go build"));

beforeEach(async () => {
  lines.length = 0;
  bench = await workbench();
  await bench.program("go", fakeGo);
});
afterEach(async () => {
  for (const server of sites.splice(0)) await server.close();
  await bench.clear();
});

test("a file is found among the checksums by its name", async () => {
  const { crane } = await ensureCrane(await serve(good));
  expect(crane.origin).toBe("downloaded");
  expect((await fs.readdir(crane.directory)).sort()).toEqual(["crane", "manifest.json"]);
  expect(lines[0]).toBe("crane: downloading crane");
});

test("an archive is unpacked without its first folder", async () => {
  const folder = path.join(bench.folder, "crane-v1");
  await fs.mkdir(folder);
  await fs.writeFile(path.join(folder, "crane"), content, { mode: 0o755 });
  const { stdout: archive } = await execa("tar", ["-cz", "-C", bench.folder, "crane-v1"], { encoding: null });
  const server = await serve({ "/crane.tgz": archive, "/crane.tgz.sha256": sha256(archive) });
  const official = [
    {
      url: "https://example.com/crane.tgz",
      checksums: "https://example.com/crane.tgz.sha256",
      kind: { strip: 1 },
    },
  ];
  const recipes = { crane: await goRecipe(bench, "crane", { official }) };
  const { crane } = await ensureTools(bench.home, ["crane"], report, { recipes, mirror: server.mirror });
  expect(await fs.readFile(programOf(crane, "crane"), "utf8")).toBe(content);
  expect((await fs.readdir(crane.directory)).sort()).toEqual(["crane", "manifest.json"]);
});

test.each([
  ["another one", `${sha256("x")}  crane\n`, sha256("x")],
  ["none", `${sha256("x")}  other\n${sha256("y")}  more\n`, "nothing of it"],
])(
  "a file whose published checksum is %s stops everything: it is not compiled instead",
  async (_, checksums, says) => {
    const server = await serve({ ...good, "/v1/checksums.txt": checksums });
    const failure = await ensureCrane(server).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as Error).message).toContain(
      `${file.url} has the SHA-256 ${sha256(content)}, but ${file.checksums} says ${says}.`,
    );
    expect(await builds()).toEqual([]);
    expect((await describeTools(bench.home, { env: { PATH: "" } })).get("crane")).toBeUndefined();
  },
);

const cutOff: Answer = (request, response) => {
  response.writeHead(200, { "content-length": "1000" });
  if (request.method === "HEAD") response.end();
  else response.write("half", () => response.destroy());
};

test.each([
  [
    "is not there",
    (request, response) => response.writeHead(request.method === "HEAD" ? 200 : 404).end(),
    "status 404",
  ],
  ["breaks off", cutOff, ""],
] as [string, Answer, string][])(
  "a file that %s is compiled instead, and a line says so",
  async (_, answer, why) => {
    const { crane } = await ensureCrane(await serve({ ...good, "/v1/crane": answer }));
    expect(crane.origin).toBe("built");
    const told = lines.find((line) => line.includes("could not be downloaded"));
    expect(told).toContain(`crane: ${file.url} could not be downloaded (${why}`);
    expect(told).toContain("it is made here instead");
    expect((await fs.readdir(crane.directory)).sort()).toEqual(["crane", "manifest.json"]);
  },
);

test("a file that stops coming fails after the patience for it", async () => {
  const server = await serve({ ...good, "/v1/crane": (_, response) => void response.write("half") });
  const downloader = new Downloader(server.mirror, new AbortController().signal, 50);
  const failure = await downloader.download(file, bench.folder, report).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(DownloadFailed);
  expect((failure as Error).message).toContain("silent for 0.05 s");
  expect(await fs.readdir(bench.folder)).not.toContain("crane.download");
});

test("an abort ends a download with its reason", async () => {
  const abort = new AbortController();
  const server = await serve({
    ...good,
    "/v1/crane": (_, response) => response.write("half", () => abort.abort(new Error("stop"))),
  });
  const downloader = new Downloader(server.mirror, abort.signal);
  await expect(downloader.download(file, bench.folder, report)).rejects.toThrow("stop");
});

test("CAKE_OFFLINE=1 asks nobody", async () => {
  const server = await serve(good);
  expect((await ensureCrane(server, { CAKE_OFFLINE: "1" })).crane.origin).toBe("built");
  expect(server.requests).toEqual([]);
});

test.each([
  ["refuses", (_, response) => response.writeHead(403).end()],
  ["never answers", () => undefined],
] as [string, Answer][])(
  "when the first address %s, it is asked once and everything is compiled",
  async (_, answer) => {
    const server = await serve({ ...good, "/v1/crane": answer });
    const recipes = {
      crane: await goRecipe(bench, "crane", { official: [file] }),
      coredns: await goRecipe(bench, "coredns", { official: [file] }),
    };
    const tools = await ensureTools(bench.home, ["crane", "coredns"], report, {
      recipes,
      mirror: server.mirror,
    });
    expect([tools.crane.origin, tools.coredns.origin]).toEqual(["built", "built"]);
    expect(server.requests).toEqual(["HEAD /v1/crane"]);
  },
);

test("nobody is asked when no download could help", async () => {
  const server = await serve(good);
  const recipes = { crane: await goRecipe(bench, "crane") };
  await ensureTools(bench.home, ["crane"], report, { recipes, mirror: server.mirror });
  expect(server.requests).toEqual([]);
});
