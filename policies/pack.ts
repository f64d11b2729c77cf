import * as path from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { PackError } from "./error";
import { guardrails } from "./guardrails";

try {
  new PolicyPack("cakestack", {
    policies: guardrails({
      project: path.join(__dirname, ".."),
      waivers: path.join(__dirname, "waivers.yaml"),
      configuration: path.join(__dirname, "options.json"),
    }),
  });
} catch (error) {
  if (!(error instanceof PackError)) throw error;
  console.error(error.message);
  process.exit(1);
}
