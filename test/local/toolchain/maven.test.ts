import * as fs from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../../../local/errors";
import { fetchFromMaven, type MavenFiles } from "../../../local/toolchain/maven";
import { sha256, workbench, type Workbench } from "./workbench";

/** Puts two files where Maven would. */
const fakeMaven = `
echo "$*" >> "$CALLS"
for it in "$@"; do case "$it" in -DoutputDirectory=*)
  folder=\${it#-DoutputDirectory=}; mkdir -p "$folder"; printf a > "$folder/a-1.jar"; printf b > "$folder/b-2.jar" ;;
esac; done`;

const what: MavenFiles = {
  name: "Program 1",
  project: "/projects/program",
  files: { "a-1.jar": sha256("a"), "b-2.jar": sha256("b") },
  otherwise: "do without",
};

let bench: Workbench;
let folder: string;
const lines: string[] = [];
beforeEach(async () => {
  lines.length = 0;
  bench = await workbench();
  folder = path.join(bench.folder, "target");
  await bench.program("mvn", fakeMaven);
});
afterEach(() => bench.clear());

const fetch = (more: Partial<MavenFiles> = {}) =>
  fetchFromMaven(bench.home, { ...what, ...more }, folder, (line) => lines.push(line));

test("files are fetched with a repository of our own, and their checksums by Maven too", async () => {
  await fetch();
  const [call, ...others] = await bench.calls();
  expect(others).toEqual([]);
  expect(call).toContain("--strict-checksums --file /projects/program/pom.xml");
  expect(call).toContain(`-Dmaven.repo.local=${bench.home.root}/build/maven`);
  expect(call).toContain(`-DincludeScope=runtime -DoutputDirectory=${folder}`);
  expect(lines).toEqual(["fetching Program 1"]);
});

test.each([
  ["another content", { "a-1.jar": sha256("other"), "b-2.jar": sha256("b") }],
  ["a name that is not known", { "a-1.jar": sha256("a") }],
])("a file with %s is refused with what was found", async (_, files) => {
  await expect(fetch({ files })).rejects.toThrow(
    /^[ab]-[12]\.jar from Maven Central has the SHA-256 [0-9a-f]{64}, not ([0-9a-f]{64}|any that is known)\.$/,
  );
});

test("a file that did not come is said", async () => {
  const files = { ...what.files, "c-3.jar": sha256("c") };
  await expect(fetch({ files })).rejects.toThrow(
    new UserError("Program 1 from Maven Central lacks c-3.jar."),
  );
});

test("what Maven says of a failure is shown", async () => {
  await bench.program("mvn", "echo 'Could not resolve'; exit 1");
  await expect(fetch()).rejects.toThrow(new UserError("Program 1 was not fetched:\nCould not resolve"));
});

test("without Maven, what helps is said", async () => {
  await fs.rm(path.join(bench.folder, "bin", "mvn"));
  process.env.PATH = path.join(bench.folder, "bin");
  await expect(fetch()).rejects.toThrow(
    new UserError(
      "mvn is missing: where images cannot be pulled, Program 1 comes from Maven Central. " +
        "Install Maven (`apt install maven`), or do without.",
    ),
  );
});
