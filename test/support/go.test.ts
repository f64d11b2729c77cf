import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { workbench, type Workbench } from "../local/toolchain/workbench";
import { goTests } from "./go";

/** Every test starts processes, and a machine may be busy. */
jest.setTimeout(60_000);

let bench: Workbench;
let printed: string;
beforeEach(async () => {
  bench = await workbench();
  printed = "";
  jest.spyOn(console, "log").mockImplementation((text: string) => {
    printed += `${text}\n`;
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await bench.clear();
});

/** As `go test -json` writes them. */
const event = (Action: string, Package: string, Test?: string, Output?: string) =>
  JSON.stringify({ Time: "2026-01-02T03:04:05Z", Action, Package, Test, Output });

const good = [
  event("start", "node/netpol"),
  event("run", "node/netpol", "TestRender"),
  event("output", "node/netpol", "TestRender", "=== RUN   TestRender\n"),
  event("pass", "node/netpol", "TestRender"),
  event("run", "node/netpol", "TestRefuses"),
  event("run", "node/netpol", "TestRefuses/no_uid"),
  event("run", "node/netpol", "TestRefuses/no_uid/deep"),
  event("pass", "node/netpol", "TestRefuses/no_uid/deep"),
  event("pass", "node/netpol", "TestRefuses/no_uid"),
  event("skip", "node/netpol", "TestRefuses/no_root"),
  event("pass", "node/netpol", "TestRefuses"),
  event("output", "node/netpol", undefined, "ok  \tnode/netpol\t0.1s\n"),
  event("pass", "node/netpol"),
  event("skip", "node/pause"),
];

/** A Go that answers `go test` with events. */
async function fakeGo(
  events: readonly string[],
  more: { readonly vet?: string; readonly code?: number } = {},
) {
  await fs.writeFile(path.join(bench.folder, "events"), `${events.join("\n")}\n`);
  const script = `
echo "$* $GOCACHE $GOMODCACHE $GOFLAGS $GOWORK $CGO_ENABLED" >> "$CALLS"
mkdir -p "$GOCACHE" "$GOMODCACHE"
case "$1" in
  vet) ${more.vet ?? "exit 0"} ;;
  test) cat ${path.join(bench.folder, "events")}; exit ${more.code ?? 0} ;;
esac`;
  await bench.program("go", script);
}

const run = (env: NodeJS.ProcessEnv = { CAKE_GO_CACHE: path.join(bench.folder, "cache") }) =>
  goTests(bench.folder, { ...process.env, ...env });

test("tests are counted without the ones that consist of others, and vetting is one more", async () => {
  await fakeGo(good);
  expect(await run()).toEqual({ passed: 3, failed: 0, skipped: 1 });
  expect(printed.trim()).toBe("");
});

test("a failed test is counted, and what its package said is shown", async () => {
  const bad = [
    event("run", "node", "TestForward"),
    event("output", "node", "TestForward", "    forward_test.go:7: refused\n"),
    event("fail", "node", "TestForward"),
    event("output", "node", undefined, "FAIL\tnode\t0.2s\n"),
    event("fail", "node"),
  ];
  await fakeGo([...good, ...bad], { code: 1 });
  expect(await run()).toEqual({ passed: 3, failed: 1, skipped: 1 });
  expect(printed.trim()).toBe("forward_test.go:7: refused\nFAIL\tnode\t0.2s");
});

test("a package that does not compile is a failure", async () => {
  const broken = [
    '{"ImportPath":"node [node.test]","Action":"build-output","Output":"./main.go:3:1: syntax error\\n"}',
    '{"ImportPath":"node [node.test]","Action":"build-fail"}',
    event("start", "node"),
    event("output", "node", undefined, "FAIL\tnode [build failed]\n"),
    event("fail", "node"),
  ];
  await fakeGo([...good, ...broken], { code: 1 });
  expect(await run()).toEqual({ passed: 3, failed: 1, skipped: 1 });
  expect(printed).toContain("./main.go:3:1: syntax error\nFAIL\tnode [build failed]");
});

test("what vet finds is a failure", async () => {
  await fakeGo(good, { vet: "exit 1" });
  expect(await run()).toEqual({ passed: 2, failed: 1, skipped: 1 });
});

test("a Go that fails without saying anything of tests is a failure", async () => {
  await fakeGo([], { code: 1 });
  expect(await run()).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(printed).toContain("failed with exit code 1: go test -json ./...");
});

test("caches are kept where CAKE_GO_CACHE says", async () => {
  await fakeGo(good);
  const cache = path.join(bench.folder, "cache");
  await run({ CAKE_GO_CACHE: cache });
  const settings = `${cache}/build ${cache}/mod -modcacherw -buildvcs=false off 0`;
  expect(await bench.calls()).toEqual([`vet ./... ${settings}`, `test -json ./... ${settings}`]);
  expect((await fs.readdir(cache)).sort()).toEqual(["build", "mod"]);
});

test("caches are deleted where it says nothing", async () => {
  await fakeGo(good);
  await run({ CAKE_GO_CACHE: "" });
  const cache = /cakestack-go-\w+/.exec((await bench.calls())[0] ?? "")?.[0] ?? "";
  expect(cache).not.toBe("");
  await expect(fs.access(path.join(os.tmpdir(), cache))).rejects.toThrow("ENOENT");
});

test("a machine without Go has no counts", async () => {
  process.env.PATH = bench.folder;
  expect(await run({ PATH: bench.folder })).toBeUndefined();
});
