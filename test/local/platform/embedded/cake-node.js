#!/usr/bin/env node
// Stands in for the node program. What it does after its start is in `behaviour` of the instance's folder.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const [command, file] = process.argv.slice(2);
const config = JSON.parse(fs.readFileSync(file, "utf8"));
const behaviour = path.join(config.directory, "behaviour");
const inRun = (name) => path.join(config.run, name);
const say = (report) => {
  fs.writeFileSync(inRun("status.new"), JSON.stringify({ components: [], ...report }));
  fs.renameSync(inRun("status.new"), inRun("status.json"));
};

fs.appendFileSync(path.join(config.directory, "commands"), `${command}\n`);
if (command === "clean") {
  fs.rmSync(config.run, { recursive: true });
} else {
  fs.mkdirSync(config.run, { recursive: true });
  fs.writeFileSync(inRun("pid"), String(process.pid));
  const end = () => {
    fs.rmSync(config.run, { recursive: true });
    process.exit(0);
  };
  process.on("SIGTERM", end);
  setInterval(() => {}, 1000);
  const names = ["say", "config", "end", "require"];
  new Function(...names, fs.readFileSync(behaviour, "utf8"))(say, config, end, require);
}
