import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { writeImage, type ImageSpec } from "../../../components/images/oci";
import { UserError } from "../../errors";
import type { Instance } from "../../home";
import { environmentOf, programOf } from "../../toolchain";
import { knativeImage, programOfCommand, type KnativeRelease } from "../../toolchain/knative-releases";
import type { Report, ResolvedTool } from "../../toolchain/tool";
import { writePrivate } from "../state";

/** An image that stands in for an official one. */
export interface PlatformImage {
  readonly name: string;
  readonly tag: string;
  /** What it is made from: with another build of it, it is made again. */
  readonly tool: ResolvedTool;
  /** @param folder for files that are needed until the image is loaded */
  content(folder: string): Promise<Omit<ImageSpec, "name" | "tag">>;
}

type Tools = Record<"node" | "debian" | "coredns" | "local-path-provisioner", ResolvedTool>;

/** The images that stand in for the official ones on every platform; names and tags are those of the manifests. */
export function platformImages(tools: Tools): PlatformImage[] {
  const { coredns, "local-path-provisioner": provisioner } = tools;
  return [
    programImage("pause", "1", tools.node),
    programImage("coredns", coredns.version, coredns),
    programImage("local-path-provisioner", provisioner.version, provisioner),
    programImage("busybox", "1", tools.debian, ["/bin/busybox", "/bin/sh", "/bin/mkdir", "/bin/rm"]),
  ];
}

/** An image of the one program of a tool. @param paths where it lies */
export const programImage = (
  program: string,
  tag: string,
  tool: ResolvedTool,
  paths: Paths = [`/${program}`],
): PlatformImage => ({
  name: `dev.local/${program}`,
  tag,
  tool,
  content: () => programContent(programOf(tool, program), paths),
});

/** An image of each program of a part of Knative, as the manifests beside them name it. */
export const knativeImages = (release: KnativeRelease, tool: ResolvedTool): PlatformImage[] =>
  release.commands.map((command) => {
    const program = programOfCommand(command);
    const content = () => programContent(programOf(tool, program), [`/${program}`]);
    return { ...knativeImage(release, command), tool, content };
  });

/** Where a program lies in an image; it may look at the name that it is called by. */
type Paths = readonly [string, ...string[]];

/** One static program, and nothing else. */
async function programContent(
  program: string,
  paths: Paths,
): Promise<Pick<ImageSpec, "files" | "entrypoint">> {
  const content = await fs.readFile(program);
  return { files: paths.map((file) => ({ path: file, content, mode: 0o755 })), entrypoint: [paths[0]] };
}

/** Loads the images that the instance does not have yet, or has from another build of their tool. */
export async function importImages(
  instance: Instance,
  debian: ResolvedTool,
  socket: string,
  images: readonly PlatformImage[],
  report: Report,
): Promise<void> {
  const note = path.join(instance.directory, "images.json");
  const loaded = JSON.parse(await fs.readFile(note, "utf8").catch(() => "{}")) as Record<string, string>;
  const missing = images.filter((image) => loaded[image.name] !== image.tool.directory);
  if (missing.length === 0) return;
  const folder = path.join(instance.directory, "image-files");
  for (const image of missing) {
    report(`loading image ${image.name}:${image.tag}`);
    await fs.mkdir(folder, { recursive: true });
    const content = await image.content(folder);
    const { file } = await writeImage({ name: image.name, tag: image.tag, ...content }, folder);
    await importFile(debian, socket, file);
    loaded[image.name] = image.tool.directory;
  }
  await fs.rm(folder, { recursive: true, force: true });
  await writePrivate(note, JSON.stringify(loaded));
}

async function importFile(debian: ResolvedTool, socket: string, file: string): Promise<void> {
  const { LD_LIBRARY_PATH } = environmentOf(debian);
  const args = ["--address", socket, "--namespace", "k8s.io", "images", "import", file];
  const { failed, all } = await execa(programOf(debian, "ctr"), args, {
    env: { LD_LIBRARY_PATH },
    reject: false,
    all: true,
  });
  if (failed) throw new UserError(`An image could not be loaded into the platform:\n${all ?? ""}`);
}
