import * as fs from "node:fs/promises";
import * as path from "node:path";
import { chromium, type Browser } from "playwright-core";
import { homeOf } from "../../local/home";
import { unpackPackages } from "../../local/toolchain/debian";
import { exclusively } from "../../local/toolchain/lock";

const report = (line: string) => void process.stderr.write(`${line}\n`);

/** Starts Debian's Chromium without a screen. It is unpacked beside the tools, and the machine stays as it is. */
export async function startChromium(): Promise<Browser> {
  const folder = await unpacked();
  return chromium.launch({
    executablePath: path.join(folder, program),
    env: {
      HOME: process.env.HOME,
      PATH: process.env.PATH,
      LD_LIBRARY_PATH: path.join(folder, "usr", "lib", "x86_64-linux-gnu"),
      FONTCONFIG_SYSROOT: folder,
    },
  });
}

/** Without the script that Debian starts it by, which reads files of the machine. */
const program = path.join("usr", "lib", "chromium", "chromium");

async function unpacked(): Promise<string> {
  const home = homeOf();
  const folder = path.join(home.root, "tests", "chromium");
  const isThere = () =>
    fs.stat(path.join(folder, program)).then(
      () => true,
      () => false,
    );
  if (await isThere()) return folder;
  await exclusively(home, report, async () => {
    if (await isThere()) return;
    const target = `${folder}.partial`;
    await fs.rm(target, { recursive: true, force: true });
    await unpackPackages(home, ["chromium", "fonts-dejavu-core"], "missing", target, report);
    await fs.rename(target, folder);
  });
  return folder;
}
