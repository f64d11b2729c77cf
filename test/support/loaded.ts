import * as path from "node:path";
import execa from "execa";

const root = path.join(__dirname, "..", "..");

/** What of clouds' SDKs a program has loaded that loaded these. @param modules by their paths in this repository */
export async function loadedSdks(...modules: readonly string[]): Promise<string[]> {
  const script = [
    ...modules.map((name) => `require(${JSON.stringify(path.join(root, name))});`),
    "const found = Object.keys(require.cache).flatMap((file) => /@pulumi.(aws|gcp)\\b/.exec(file)?.[1] ?? []);",
    "console.log(JSON.stringify([...new Set(found)]));",
  ].join("\n");
  const args = ["-r", "ts-node/register/transpile-only", "-e", script];
  const { stdout } = await execa(process.execPath, args, { cwd: root });
  return JSON.parse(stdout) as string[];
}
