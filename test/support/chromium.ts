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
  const libraries = path.join(folder, "usr", "lib", "x86_64-linux-gnu");
  return chromium.launch({
    executablePath: path.join(folder, program),
    env: {
      HOME: process.env.HOME,
      PATH: process.env.PATH,
      LD_LIBRARY_PATH: [libraries, path.join(libraries, "pulseaudio")].join(":"),
      FONTCONFIG_FILE: path.join(folder, fontsFile),
    },
  });
}

/** Without the script that Debian starts it by, which reads files of the machine. */
const program = path.join("usr", "lib", "chromium", "chromium");

const fontsFile = "fonts.conf";

/** Fonts that the machine has were not unpacked. */
const fonts = (folder: string): string => `<fontconfig>
  <dir>${path.join(folder, "usr", "share", "fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${path.join(folder, "cache")}</cachedir>
  <match><edit name="family" mode="append_last"><string>DejaVu Sans</string></edit></match>
</fontconfig>
`;

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
    await fs.writeFile(path.join(target, fontsFile), fonts(folder));
    await fs.rename(target, folder);
  });
  return folder;
}
