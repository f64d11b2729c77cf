import * as path from "node:path";
import execa from "execa";

const root = path.join(__dirname, "..", "..");

/** How many files of npm's package tree are loaded: with the SDK, and when somebody asks for it. */
const program = `
const loaded = () => Object.keys(require.cache).filter((file) => /node_modules.(@npmcli|pacote)./.test(file)).length;
require("@pulumi/pulumi");
const before = loaded();
const { createRequire } = require("node:module");
const { Arborist } = createRequire(require.resolve("@pulumi/pulumi"))("@npmcli/arborist");
const tree = new Arborist({ path: process.cwd() });
const { toSeconds } = require("./components/duration");
console.log(JSON.stringify({ before, after: loaded(), path: tree.path, seconds: toSeconds("2 minutes") }));`;

test("the SDK starts without npm's package tree, which is there for who asks, and TypeScript is ready", async () => {
  const { stdout } = await execa("node", ["--require", "./stacks/preload.js", "-e", program], { cwd: root });
  const { before, after, ...others } = JSON.parse(stdout) as Record<string, number | string>;
  expect(before).toBe(1);
  expect(after).toBeGreaterThan(50);
  expect(others).toEqual({ path: root, seconds: 120 });
});
