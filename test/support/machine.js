// Preloaded into a command: lets it find the machine that $MACHINE describes, as JSON, and not the one it runs on.
"use strict";
const fs = require("node:fs/promises");
const os = require("node:os");

const machine = JSON.parse(process.env.MACHINE);
Object.defineProperty(process, "platform", { value: machine.os });
process.getuid = () => (machine.root ? 0 : 1000);
os.totalmem = () => machine.memory;
os.cpus = () => Array(machine.cores);
fs.statfs = async () => ({ bavail: machine.disk, bsize: 1 });
