import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { buildSync } from "esbuild";
import { getMimeType } from "hono/utils/mime";
import type { Asset, Assets } from "../runtime/assets";

/** Beside the function's `index.ts`. */
const folderName = "public";

/**
 * What browsers get of a function beside its answers: the files of its folder `public`, by the path that they are served
 * at. TypeScript that lies directly in it is bundled for browsers, each file for itself; what lies deeper is a module of it.
 *
 * @param source the function's folder
 * @throws BuildFailure of esbuild, or Error that names files of a kind that browsers do not know
 */
export function assetsOf(source: string): Assets {
  const folder = path.resolve(source, folderName);
  if (!fs.existsSync(folder)) return {};
  const files = filesIn(folder);
  const isScript = (file: string) => file.endsWith(".ts");
  const scripts = files.filter((file) => isScript(file) && !file.includes("/"));
  const contents: [string, Buffer][] = [
    ...files
      .filter((file) => !isScript(file))
      .map((file): [string, Buffer] => [file, fs.readFileSync(path.join(folder, file))]),
    ...bundled(folder, scripts),
  ];
  const unknown = contents.map(([file]) => file).filter((file) => getMimeType(file) === undefined);
  if (unknown.length > 0) {
    const names = unknown.map((file) => path.join(source, folderName, file)).join(", ");
    throw new Error(`browsers know no kind of file that ends like ${names}. Rename it, or take it out.`);
  }
  return Object.fromEntries(contents.map(([file, content]) => [pathOf(file), assetOf(file, content)]));
}

/** Relative to the folder, in an order that does not depend on the machine; without hidden ones. */
function filesIn(folder: string): string[] {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .filter((file) => !file.split("/").some((part) => part.startsWith(".")))
    .sort();
}

function bundled(folder: string, scripts: readonly string[]): [string, Buffer][] {
  if (scripts.length === 0) return [];
  const { outputFiles } = buildSync({
    entryPoints: scripts.map((script) => path.join(folder, script)),
    outdir: folder,
    bundle: true,
    minify: true,
    platform: "browser",
    target: "es2022",
    format: "esm",
    write: false,
    logLevel: "silent",
  });
  return outputFiles.map(({ path: file, contents }) => [path.relative(folder, file), Buffer.from(contents)]);
}

/** A folder is served with its index. */
const pathOf = (file: string): string => `/${file}`.replace(/\/index\.html$/, "/");

const assetOf = (file: string, content: Buffer): Asset => ({
  type: getMimeType(file)!,
  etag: `"${createHash("sha256").update(content).digest("base64url").slice(0, 22)}"`,
  content: content.toString("base64"),
});
