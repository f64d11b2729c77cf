"use strict";
/*
 * Node loads this before the SDK: Pulumi.yaml says so, and `cake` does the same.
 *
 * The SDK loads npm's package tree as it starts, a third of the time until the first resource. Only functions that are
 * serialized need it, which nothing here does: it is loaded when somebody asks for a part of it.
 */
const { Module, createRequire } = require("node:module");
const path = require("node:path");

const tree = createRequire(require.resolve("@pulumi/pulumi")).resolve("@npmcli/arborist");
const later = new Module(tree);
later.exports = new Proxy(
  {},
  {
    get(_, name) {
      if (name === "__esModule") return true;
      if (require.cache[tree] === later) delete require.cache[tree];
      return require(tree)[name];
    },
  },
);
require.cache[tree] = later;

/*
 * The SDK would load the TypeScript compiler to read tsconfig.json, and then have ts-node do the rest: half a second that
 * ts-node by itself does not take.
 */
require("ts-node").register({
  transpileOnly: true,
  // A second sooner than the TypeScript compiler is ready to do the same.
  swc: true,
  project: path.join(__dirname, "..", "tsconfig.json"),
});
