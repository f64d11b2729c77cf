#!/usr/bin/env node
"use strict";
require("./install");
require("ts-node").register({
  transpileOnly: true,
  project: require("node:path").join(__dirname, "..", "tsconfig.json"),
});
require("./main").main(process.argv);
