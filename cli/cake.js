#!/usr/bin/env node
"use strict";
require("./install");
require("ts-node").register({
  transpileOnly: true,
  // A second sooner than the TypeScript compiler is ready to do the same.
  swc: true,
  project: require("node:path").join(__dirname, "..", "tsconfig.json"),
});
require("./main").main(process.argv);
