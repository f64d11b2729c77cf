// Installs the dependencies when they are missing or stale. Runs before there are any, so it uses none.
"use strict";
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { spawnSync } = require("node:child_process");

const root = path.join(__dirname, "..");
const stamp = path.join(root, "node_modules", ".cakestack-lock");
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: 20.19 or newer is needed. Install a newer Node.`);
  process.exit(1);
}

const wanted = createHash("sha256")
  .update(fs.readFileSync(path.join(root, "package-lock.json")))
  .digest("hex");
const installed = fs.existsSync(stamp) ? fs.readFileSync(stamp, "utf8") : "";
if (installed !== wanted) {
  console.log("installing dependencies");
  const { status } = spawnSync(
    "npm",
    ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      stdio: "inherit",
    },
  );
  if (status !== 0) {
    console.error("npm ci failed. Check the network and the registry that npm is set to, then try again.");
    process.exit(1);
  }
  fs.writeFileSync(stamp, wanted);
}
