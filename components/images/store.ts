import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { ImageStore } from "../contracts";
import { writeArchive, writeLayout, type Image } from "./oci";
import { run } from "./run";

/** @returns the repository under which a store keeps an image, without a tag */
export function repositoryOf(store: ImageStore, name: string): string {
  // Knative takes tags of dev.local as they are, and asks no registry for their digests.
  return store.kind === "registry" ? `${store.prefix}/${name}` : `dev.local/${name}`;
}

/**
 * Puts an image where the cluster takes it from, unless it is there.
 *
 * @returns the reference that a pod names
 * @throws ImageError when a program is missing, the store cannot be reached, or it refuses the image
 */
export async function publish(store: ImageStore, image: Image): Promise<string> {
  switch (store.kind) {
    case "containerd":
      await importImage(store.socket, image);
      break;
    case "kind":
      await loadImage(store.cluster, image);
      break;
    case "registry":
      await pushImage(image);
      break;
    default:
      return store satisfies never;
  }
  return image.reference;
}

async function importImage(socket: string, image: Image): Promise<void> {
  const failure = `Image ${image.reference} was not loaded into the containerd at ${socket}`;
  const ctr = (...args: string[]) =>
    run(failure, "ctr", ["--address", socket, "--namespace", "k8s.io", ...args]);
  // `check` and not `list`: an image of which a part is missing is loaded again.
  const whole = async () => (await ctr("images", "check", "--quiet", `name==${image.reference}`)) !== "";
  const load = (omitted: ReadonlySet<string>) =>
    inArchive(image, omitted, (file) => ctr("images", "import", file));
  if (await whole()) return;
  const held = new Set((await ctr("content", "list", "--quiet")).split("\n"));
  await load(held);
  if (!(await whole())) await load(new Set());
}

async function loadImage(cluster: string, image: Image): Promise<void> {
  const failure = `Image ${image.reference} was not loaded into the kind cluster ${cluster}`;
  const nodes = (await run(failure, "kind", ["get", "nodes", "--name", cluster])).split("\n");
  const query = ["ctr", "--namespace", "k8s.io", "images", "list", "--quiet", `name==${image.reference}`];
  const found = await Promise.all(nodes.map((node) => run(failure, "docker", ["exec", node, ...query])));
  if (found.every((line) => line !== "")) return;
  await inArchive(image, new Set(), (file) =>
    run(failure, "kind", ["load", "image-archive", file, "--name", cluster]),
  );
}

async function pushImage(image: Image): Promise<void> {
  const failure =
    `Image ${image.reference} was not pushed to its registry. ` +
    "See that the registry answers, and that you are logged in (`crane auth login`)";
  const found = await run(failure, "crane", ["digest", image.reference]).then(
    () => true,
    // Not there, or no answer: pushing finds out which, and says it.
    () => false,
  );
  if (found) return;
  await inFolder(async (folder) => {
    await writeLayout(image, folder);
    await run(failure, "crane", ["push", folder, image.reference]);
  });
}

function inArchive(
  image: Image,
  omitted: ReadonlySet<string>,
  use: (file: string) => Promise<unknown>,
): Promise<void> {
  return inFolder(async (folder) => {
    const file = path.join(folder, "image.tar");
    await writeArchive(image, file, omitted);
    await use(file);
  });
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "cakestack-image-"));
  try {
    await use(folder);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}
