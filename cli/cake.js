#!/usr/bin/env node
"use strict";
require("./install");
require("../stacks/preload");
require("./main").main(process.argv);
