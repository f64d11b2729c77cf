import * as fs from "node:fs";
import { assetsOf } from "../../../../components/events/function/assets";
import { bundle, type BundleInput } from "../../../../components/events/function/bundle";
import { sourceOf } from "../runtime/process";

const handler = "export default () => new Response();";
/** A function that answers requests. */
const requests = (source: string): BundleInput => ({ source, takes: "requests" });

const folders: string[] = [];
const source = (files: Readonly<Record<string, string>>): string => {
  const folder = sourceOf(handler, files);
  folders.push(folder);
  return folder;
};
afterEach(() => folders.splice(0).forEach((folder) => fs.rmSync(folder, { recursive: true })));

const textOf = (content: string | undefined) => Buffer.from(content ?? "", "base64").toString();

test("a function without a folder for browsers has nothing for them", () => {
  expect(assetsOf(source({ "private/index.html": "<p>" }))).toEqual({});
});

test("files are served at their paths, and a folder with its index", () => {
  const assets = assetsOf(
    source({
      "public/index.html": "<p>hello</p>",
      "public/help/index.html": "<p>help</p>",
      "public/page.css": "p {}",
      "public/images/a.svg": "<svg/>",
      "public/.hidden": "",
      "public/.git/config": "",
    }),
  );
  expect(Object.entries(assets).map(([path, { type }]) => [path, type])).toEqual([
    ["/help/", "text/html; charset=utf-8"],
    ["/images/a.svg", "image/svg+xml; charset=utf-8"],
    ["/", "text/html; charset=utf-8"],
    ["/page.css", "text/css; charset=utf-8"],
  ]);
  expect(textOf(assets["/"]?.content)).toBe("<p>hello</p>");
});

test("TypeScript is bundled for browsers, with the modules below it, which are not served themselves", () => {
  const assets = assetsOf(
    source({
      "public/page.ts": 'import { greeting } from "./parts/greeting";\ndocument.title = greeting as string;',
      "public/parts/greeting.ts": 'export const greeting: string = "hello";',
    }),
  );
  expect(Object.keys(assets)).toEqual(["/page.js"]);
  expect(assets["/page.js"]?.type).toBe("text/javascript; charset=utf-8");
  expect(textOf(assets["/page.js"]?.content)).toMatch(/^var (\w+)="hello";document\.title=\1;\n$/);
});

test("a tag changes with the content, and with nothing else", () => {
  const tag = (content: string) => assetsOf(source({ "public/a.txt": content }))["/a.txt"]?.etag;
  expect(tag("a")).toMatch(/^"[\w-]{22}"$/);
  expect(tag("a")).toBe(tag("a"));
  expect(tag("a")).not.toBe(tag("b"));
});

test("a file of a kind that browsers do not know is refused by its name", () => {
  const folder = source({ "public/a.html": "", "public/deep/notes.xyz": "" });
  expect(() => bundle(requests(folder))).toThrow(
    `browsers know no kind of file that ends like ${folder}/public/deep/notes.xyz. Rename it, or take it out.`,
  );
});

test("a mistake in what is for browsers is shown with its file and line", () => {
  const folder = source({ "public/page.ts": 'import "./absent";' });
  expect(() => bundle(requests(folder))).toThrow(/Could not resolve "\.\/absent"\n\n.*public\/page\.ts:1:7:/);
});
