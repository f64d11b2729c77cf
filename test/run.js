// What `npm test` runs: everything that fits in an hour, cheapest first. Goes on after a failure, and counts at the end.
"use strict";
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { spawnSync } = require("node:child_process");

const root = path.join(__dirname, "..");
require("ts-node").register({
  transpileOnly: true,
  swc: true,
  project: path.join(root, "tsconfig.json"),
});
const { goTests } = require("./support/go");
const bin = (name) => path.join(root, "node_modules", ".bin", name);
const counts = { passed: 0, failed: 0, skipped: 0 };

function run(title, program, args) {
  const started = Date.now();
  console.log(`\n== ${title}`);
  const { status } = spawnSync(program, args, { cwd: root, stdio: "inherit" });
  said(title, status === 0, started);
  return status === 0;
}

function said(title, good, started) {
  console.log(`== ${title}: ${good ? "passed" : "FAILED"} in ${Math.round((Date.now() - started) / 1000)} s`);
}

function check(title, program, args) {
  counts[run(title, program, args) ? "passed" : "failed"] += 1;
}

function jest(title, project, ...more) {
  const output = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "cakestack-test-")), "result.json");
  const good = run(title, bin("jest"), [
    "--selectProjects",
    project,
    "--json",
    `--outputFile=${output}`,
    ...more,
  ]);
  if (!fs.existsSync(output)) {
    counts.failed += 1;
    return;
  }
  const result = JSON.parse(fs.readFileSync(output, "utf8"));
  fs.rmSync(path.dirname(output), { recursive: true });
  counts.passed += result.numPassedTests;
  counts.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  counts.skipped += result.numPendingTests;
  // Jest fails for more reasons than failed tests.
  if (!good && result.numFailedTests + result.numRuntimeErrorTestSuites === 0) counts.failed += 1;
}

async function go(title, folder) {
  const started = Date.now();
  console.log(`\n== ${title}`);
  const found = await goTests(path.join(root, folder));
  if (!found) return skip(title, "there is no go on the PATH");
  for (const [key, count] of Object.entries(found)) counts[key] += count;
  said(title, found.failed === 0, started);
}

function skip(title, reason) {
  counts.skipped += 1;
  console.log(`\n== ${title}: skipped: ${reason}`);
}

async function main() {
  check("types", bin("tsc"), ["-p", "tsconfig.check.json"]);
  check("types of pages", bin("tsc"), ["-p", "tsconfig.pages.json"]);
  check("lint", bin("eslint"), ["."]);
  check("format", bin("prettier"), ["--check", "--log-level=warn", "."]);
  jest("unit", "unit");
  const found = `found ${process.platform}, user ${os.userInfo().username}`;
  if (process.platform === "linux") await go("node program", "local/platform/node");
  else skip("node program", `it is for Linux; ${found}`);
  // By force: a test that failed may leave a server behind, which would keep the run from ending.
  const e2e = ["--runInBand", "--forceExit"];
  if (process.platform === "linux" && process.getuid() === 0) jest("e2e", "e2e", ...e2e);
  else skip("e2e", `the embedded platform needs Linux and root; ${found}`);
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

void main();
