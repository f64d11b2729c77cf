"use strict";
/*
 * The engine runs this. The SDK has readied ts-node with the TypeScript compiler, which would check the types of the pack
 * in every preview: they are stripped, as the program's are.
 */
const path = require("node:path");

delete require.extensions[".ts"];
require("ts-node").register({
  transpileOnly: true,
  swc: true,
  project: path.join(__dirname, "tsconfig.json"),
});
require("./pack");
