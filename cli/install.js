// Installs the dependencies when they are missing or stale. Runs before there are any, so it uses none.
"use strict";
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { spawn, spawnSync } = require("node:child_process");

const root = path.join(__dirname, "..");
const stamp = path.join(root, "node_modules", ".cakestack-lock");

// A process of its own can say that it goes on; who needs the dependencies waits, and cannot.
if (process.argv[2] === "npm") {
  const started = Date.now();
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = spawn("npm", args, { cwd: root, stdio: "inherit" });
  const beat = setInterval(() => {
    console.log(`installing dependencies, ${Math.round((Date.now() - started) / 1000)}s`);
  }, 5_000);
  npm.on("close", (code) => {
    clearInterval(beat);
    process.exitCode = code ?? 1;
  });
  npm.on("error", (error) => console.error(error.message));
} else {
  requireNode();
  installWhenStale();
}

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Node ${process.versions.node} is too old: 20.19 or newer is needed. Install a newer Node.`);
  process.exit(1);
}

function installWhenStale() {
  const wanted = createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return;
  console.log("installing dependencies");
  const { status } = spawnSync(process.execPath, [__filename, "npm"], { stdio: "inherit" });
  if (status !== 0) {
    console.error("npm ci failed. Check the network and the registry that npm is set to, then try again.");
    process.exit(1);
  }
  fs.writeFileSync(stamp, wanted);
}
