import * as fs from "node:fs";
import { builtinModules } from "node:module";
import * as path from "node:path";
import {
  bundle,
  checkBundle,
  takeBundle,
  type BundleInput,
} from "../../../../components/events/function/bundle";
import { sourceOf } from "../runtime/process";

/** A function that answers requests. */
const requests = (source: string): BundleInput => ({ source, takes: "requests" });

const folders: string[] = [];
const source = (code: string): string => {
  const folder = sourceOf(code);
  folders.push(folder);
  return folder;
};
afterEach(() => folders.splice(0).forEach((folder) => fs.rmSync(folder, { recursive: true })));

const handler = "export default (): Response => new Response();";

test("one file needs nothing but Node's own modules, and names no folder of this machine", () => {
  const folder = source(
    `import { greeting } from "./greeting";\n export default () => new Response(greeting);`,
  );
  fs.writeFileSync(path.join(folder, "greeting.ts"), 'export const greeting: string = "hello there";');
  const code = bundle(requests(folder));
  expect(code).toContain("hello there");
  const required = [...code.matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name!.replace("node:", ""));
  // ajv keeps some of its code as a text.
  const strange = required.filter((name) => !builtinModules.includes(name) && !name.startsWith("ajv/"));
  expect(strange).toEqual([]);
  expect(code).not.toContain(process.cwd());
  expect(code).not.toContain(folder);
});

test("the same source gives the same bytes, in whatever folder it lies", () => {
  expect(bundle(requests(source(handler)))).toBe(bundle(requests(source(handler))));
});

test("each mistake is shown with its file and line", () => {
  const folder = source('const a = 1;\nimport "./absent";\nimport "no-such-package";\nexport default a;');
  const file = path.relative(process.cwd(), path.join(folder, "index.ts"));
  expect(() => bundle(requests(folder))).toThrow(`${folder} does not compile:`);
  expect(() => bundle(requests(folder))).toThrow(`Could not resolve "./absent"\n\n    ${file}:2:7:`);
  expect(() => bundle(requests(folder))).toThrow(`Could not resolve "no-such-package"\n\n    ${file}:3:7:`);
});

test("a syntax error is shown at its place", () => {
  expect(() => bundle(requests(source("export default (\n  => 1;")))).toThrow(
    /Unexpected "=>"\n\n.*index\.ts:2:2:/,
  );
});

test("a file without a default export is refused", () => {
  expect(() => bundle(requests(source("export const other = 1;")))).toThrow("No matching export in");
});

test("a mistake is shown by a check ahead of use as well", async () => {
  const folder = source('import "./absent";');
  const check = checkBundle(requests(folder));
  await expect(check).rejects.toThrow(/ does not compile:\n.*Could not resolve "\.\/absent"/);
});

test("a bundle that was checked is used once, and not made again for it", async () => {
  const folder = source(handler);
  await checkBundle(requests(folder));
  fs.writeFileSync(path.join(folder, "index.ts"), 'export default () => new Response("changed");');
  expect(takeBundle(requests(folder))).not.toContain("changed");
  expect(takeBundle(requests(folder))).toContain("changed");
});
