import * as fs from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../../../local/errors";
import { describeTools, ensureTools } from "../../../local/toolchain";
import { duration } from "../../../local/toolchain/heartbeat";
import { fakeGo, goRecipe, until, workbench, type Workbench } from "./workbench";

let bench: Workbench;
const lines: string[] = [];
const report = (line: string) => void lines.push(line);

beforeEach(async () => {
  lines.length = 0;
  bench = await workbench();
});
afterEach(async () => {
  jest.useRealTimers();
  await bench.clear();
});

test("a build is static, reproducible and bound to its go.sum", async () => {
  await bench.program("go", fakeGo.replace('echo "go $1', 'echo "$*" >> "$CALLS"; echo "go $1'));
  const recipe = await goRecipe(bench, "crane");
  const go = {
    module: recipe.sources[0] ?? "",
    packages: ["example.com/crane"],
    binary: "crane",
    ldflags: "-X v=1",
  };
  await ensureTools(bench.home, ["crane"], report, { recipes: { crane: { ...recipe, go } } });
  const calls = await bench.calls();
  const build = calls.find((call) => call.startsWith("build"));
  expect(build).toMatch(
    /^build -v -trimpath -mod=readonly -ldflags=-s -w -X v=1 -o .*\/crane example\.com\/crane$/,
  );
  expect(calls).toContain("go build crane cgo=0 -modcacherw -buildvcs=false");
});

test("files of ours are fetched for and compiled in the place of a dependency's own", async () => {
  const dependency = path.join(bench.folder, "dependency");
  const original = { "kept.go": "kept", "all.go": "190 providers", "gone.go": "their settings" };
  await fs.mkdir(dependency);
  for (const [name, text] of Object.entries(original)) await fs.writeFile(path.join(dependency, name), text);
  await bench.program(
    "go",
    `if [ "$1" = mod ]; then echo '{ "Dir": "${dependency}" }'; exit; fi
     for it in "$@"; do case "$it" in -modfile=*)
       copy=$(sed -n 's/^replace example.com.dns => //p' "\${it#-modfile=}")
       echo "$1 $(head -1 "\${it#-modfile=}") $(ls -m "$copy"): $(cat "$copy/kept.go" "$copy/all.go")" >> "$CALLS" ;;
     esac; done
     ${fakeGo}`,
  );
  const recipe = await goRecipe(bench, "crane");
  const [module = ""] = recipe.sources;
  const files = { "go.mod": "module crane", "go.sum": "", "none.go": "none" };
  for (const [name, text] of Object.entries(files)) await fs.writeFile(path.join(module, name), text);
  // What a run with another version of the dependency left.
  const before = path.join(bench.home.root, "build/go/overlays", path.basename(module), "example.com/dns");
  await fs.mkdir(before, { recursive: true });
  await fs.writeFile(path.join(before, "old.go"), "old");
  const overlays = [{ module: "example.com/dns", files: { "all.go": "none.go", "gone.go": null } }];
  const go = { module, packages: ["."], overlays };
  await ensureTools(bench.home, ["crane"], report, { recipes: { crane: { ...recipe, go } } });
  const seen = "module crane all.go, kept.go: keptnone";
  expect(await bench.calls()).toEqual(expect.arrayContaining([`list ${seen}`, `build ${seen}`]));
  expect(await fs.readFile(path.join(dependency, "all.go"), "utf8")).toBe("190 providers");
});

test("modules that follow are fetched while one compiles, and only one compiles at a time", async () => {
  const gate = path.join(bench.folder, "gate");
  // The first build ends once the second module was fetched.
  await bench.program(
    "go",
    `if [ "$1" = build ] && [ "$(basename "$PWD")" = coredns ]; then
       until grep -q "go list traefik" "$CALLS"; do :; done; touch "${gate}"
     fi
     if [ "$1" = build ] && [ "$(basename "$PWD")" = traefik ]; then test -e "${gate}" || exit 1; fi
     ${fakeGo}`,
  );
  const recipes = { coredns: await goRecipe(bench, "coredns"), traefik: await goRecipe(bench, "traefik") };
  const tools = await ensureTools(bench.home, ["coredns", "traefik"], report, { recipes });
  expect([tools.coredns.origin, tools.traefik.origin]).toEqual(["built", "built"]);
});

test("it says at least every 10 seconds what it compiles", async () => {
  const gate = path.join(bench.folder, "gate");
  await bench.program(
    "go",
    `if [ "$1" = build ]; then echo k8s.io/api >&2; echo k8s.io/client-go >&2; until test -e "${gate}"; do :; done; fi
     ${fakeGo}`,
  );
  jest.useFakeTimers({
    doNotFake: [
      "Date",
      "nextTick",
      "setImmediate",
      "clearImmediate",
      "setTimeout",
      "clearTimeout",
      "queueMicrotask",
      "performance",
      "hrtime",
    ],
  });
  const made = ensureTools(bench.home, ["crane"], report, {
    recipes: { crane: await goRecipe(bench, "crane") },
  });
  const progress = /^crane: compiling k8s\.io\/client-go \(2 packages so far, \d+s\)$/;
  await until(() => {
    jest.advanceTimersByTime(10_000);
    return lines.some((line) => progress.test(line));
  });
  await fs.writeFile(gate, "");
  expect((await made).crane.origin).toBe("built");
  expect(lines).toContain("crane: compiling");
});

test.each([
  [8_400, "8s"],
  [59_900, "1m00s"],
  [125_000, "2m05s"],
])("%d milliseconds are %s", (milliseconds, words) => {
  expect(duration(milliseconds)).toBe(words);
});

test("a build that was interrupted leaves no tool, and the next run goes on with its caches", async () => {
  await bench.program(
    "go",
    `if [ "$1" = build ] && ! test -e "$GOCACHE/half"; then
       echo half > "$(echo "$*" | sed 's/.* -o \\([^ ]*\\) .*/\\1/')crane"; touch "$GOCACHE/half"; kill -KILL $$
     fi
     ${fakeGo}`,
  );
  const options = { recipes: { crane: await goRecipe(bench, "crane") } };
  await expect(ensureTools(bench.home, ["crane"], report, options)).rejects.toThrow(UserError);
  expect((await describeTools(bench.home, options)).get("crane")).toBeUndefined();
  expect(await fs.readdir(path.join(bench.home.root, "build", "go", "build"))).toEqual(["half"]);
  const { crane } = await ensureTools(bench.home, ["crane"], report, options);
  expect(crane.origin).toBe("built");
  expect(await fs.readFile(path.join(crane.directory, "crane"), "utf8")).toBe("program\n");
  const rest = await fs.readdir(bench.home.root);
  expect(rest.filter((entry) => !entry.startsWith("discarded-"))).toEqual(["tools"]);
  expect(await fs.readdir(path.join(bench.home.tools, "crane"))).toEqual([path.basename(crane.directory)]);
});

test("a failed build shows the last lines of Go", async () => {
  await bench.program(
    "go",
    `if [ "$1" = build ]; then echo "main.go:1: undefined: x" >&2; exit 1; fi\n${fakeGo}`,
  );
  const recipe = await goRecipe(bench, "crane");
  await expect(ensureTools(bench.home, ["crane"], report, { recipes: { crane: recipe } })).rejects.toThrow(
    new UserError(`go build failed in ${recipe.go?.module}:\nmain.go:1: undefined: x`),
  );
});

test("the first failure ends what else is under way", async () => {
  await bench.program(
    "go",
    `if [ "$1" = build ]; then echo building >> "$CALLS"; exec sleep 1000; fi\n${fakeGo}`,
  );
  const recipes = {
    crane: await goRecipe(bench, "crane"),
    pulumi: await goRecipe(bench, "pulumi"),
    debian: {
      version: "1",
      holds: [],
      sources: [],
      make: async () => {
        await until(async () => (await bench.calls()).includes("building"));
        throw new UserError("no packages");
      },
    },
  };
  await expect(ensureTools(bench.home, ["crane", "pulumi", "debian"], report, { recipes })).rejects.toThrow(
    "no packages",
  );
  expect((await bench.calls()).filter((call) => call === "building")).toHaveLength(1);
});

test.each([
  ["too old", "echo go1.24.9", "found go1.24.9, needed Go 1.25 or newer on the PATH"],
  ["missing", "exit 127", "found no Go, needed Go 1.25 or newer on the PATH"],
])("a Go that is %s is said before anything is compiled", async (_, script, message) => {
  await bench.program("go", `echo "go $1" >> "$CALLS"; ${script}`);
  const options = { recipes: { crane: await goRecipe(bench, "crane") } };
  await expect(ensureTools(bench.home, ["crane"], report, options)).rejects.toThrow(message);
  expect(await bench.calls()).toEqual(["go env"]);
});

test("a Go that is too old for one module is told what that one asks for", async () => {
  const refusal = "go: go.mod requires go >= 1.26.6 (running go 1.25.3; GOTOOLCHAIN=local)";
  await bench.program("go", `echo "${refusal}" >&2; exit 1`);
  const recipe = await goRecipe(bench, "crane");
  await fs.writeFile(path.join(recipe.go?.module ?? "", "go.mod"), "module crane\n\ngo 1.26.6\n");
  await expect(ensureTools(bench.home, ["crane"], report, { recipes: { crane: recipe } })).rejects.toThrow(
    `found ${refusal}, needed Go 1.26.6 or newer on the PATH`,
  );
});
