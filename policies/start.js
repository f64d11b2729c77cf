"use strict";
// The engine runs this.
require("./run")(require.resolve("./pack.ts"));
