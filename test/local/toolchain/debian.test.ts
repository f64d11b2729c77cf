import * as fs from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../../../local/errors";
import { ensureTools, environmentOf, programOf } from "../../../local/toolchain";
import { unpackPackages } from "../../../local/toolchain/debian";
import { workbench, type Workbench } from "./workbench";

/** Puts one archive where apt would; the archive holds old and new names of folders, and documentation. */
const fakeApt = `
echo "$*" >> "$CALLS"
case "$*" in *download*) touch a.deb ;; esac`;
const fakeDpkg = `
root=$(mktemp -d)
mkdir -p "$root/sbin" "$root/usr/bin" "$root/usr/lib/cni" "$root/lib/x86_64-linux-gnu" "$root/usr/share/doc/a"
touch "$root/sbin/runc" "$root/usr/bin/ctr" "$root/usr/lib/cni/ptp" "$root/lib/x86_64-linux-gnu/liba.so" "$root/usr/share/doc/a/copyright"
tar -c -C "$root" .
rm -r "$root"`;

let bench: Workbench;
const lines: string[] = [];
beforeEach(async () => {
  lines.length = 0;
  bench = await workbench();
  await bench.program("apt-get", fakeApt);
  await bench.program("dpkg-deb", fakeDpkg);
});
afterEach(() => bench.clear());

const unpack = async (extent: "missing" | "alone") => {
  const target = path.join(bench.folder, "target");
  await unpackPackages(bench.home, ["runc", "containerd"], extent, target, (line) => lines.push(line));
  return target;
};

test("packages are fetched with a state of our own, and nothing is installed", async () => {
  await unpack("missing");
  const [update, install, ...others] = await bench.calls();
  expect(others).toEqual([]);
  expect(update).toMatch(/ update$/);
  expect(install).toMatch(/ install --download-only --no-install-recommends --yes runc containerd$/);
  for (const call of [update, install]) {
    expect(call).toContain(`Dir::State=${bench.home.root}/build/apt`);
    expect(call).toContain(`Dir::Cache=${bench.home.root}/build/apt`);
  }
  expect(lines).toEqual(["fetching Debian packages"]);
});

test("packages alone are fetched without what they need", async () => {
  await unpack("alone");
  expect((await bench.calls())[1]).toMatch(/ download runc containerd$/);
});

test("files lie in merged folders, without documentation", async () => {
  const target = await unpack("missing");
  expect(await fs.readlink(path.join(target, "sbin"))).toBe("usr/sbin");
  await expect(fs.access(path.join(target, "usr/sbin/runc"))).resolves.toBeUndefined();
  await expect(fs.access(path.join(target, "usr/lib/x86_64-linux-gnu/liba.so"))).resolves.toBeUndefined();
  await expect(fs.access(path.join(target, "usr/share/doc"))).rejects.toThrow("ENOENT");
});

test("programs are found in the tool, then on the machine, with the folder of their libraries", async () => {
  const make = async (_: unknown, target: string) =>
    unpackPackages(bench.home, ["runc"], "missing", target, () => {});
  const recipes = { debian: { version: "1", holds: ["runc", "ptp", "sh"], sources: [], make } };
  const { debian } = await ensureTools(bench.home, ["debian"], () => {}, { recipes });
  expect(programOf(debian, "runc")).toBe(path.join(debian.directory, "usr/sbin/runc"));
  expect(programOf(debian, "ptp")).toBe(path.join(debian.directory, "usr/lib/cni/ptp"));
  expect(programOf(debian, "sh")).toBe("/usr/bin/sh");
  expect(() => programOf(debian, "nowhere")).toThrow("debian 1 has no nowhere");
  expect(() => programOf({ ...debian, name: "crane" }, "sh")).toThrow("crane 1 has no sh");
  expect(environmentOf(debian)).toEqual({
    PATH: `${debian.directory}/usr/bin:${debian.directory}/usr/sbin`,
    LD_LIBRARY_PATH: `${debian.directory}/usr/lib/x86_64-linux-gnu`,
  });
});

test("a failure shows what apt said", async () => {
  await bench.program("apt-get", 'echo "E: Unable to locate package runc"; exit 100');
  await expect(unpack("missing")).rejects.toThrow(
    new UserError("apt-get update failed:\nE: Unable to locate package runc"),
  );
});

test("a machine without apt is told what it can do", async () => {
  process.env.PATH = bench.folder;
  await expect(unpack("missing")).rejects.toThrow(
    "apt-get is missing: the local platform takes programs from Debian packages.",
  );
});
