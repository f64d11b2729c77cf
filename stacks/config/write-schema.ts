import * as fs from "node:fs";
import * as path from "node:path";
import { stackFileSchema } from "./json-schema";

/** `npm run docs`: writes docs/config.schema.json. */
const file = path.join(__dirname, "..", "..", "docs", "config.schema.json");
fs.writeFileSync(file, `${JSON.stringify(stackFileSchema(), undefined, 2)}\n`);
