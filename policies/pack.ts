import * as path from "node:path";
import { PolicyPack } from "@pulumi/policy";
import { guardrails } from "./guardrails";

new PolicyPack("cakestack", {
  policies: guardrails({
    project: path.join(__dirname, ".."),
    waivers: path.join(__dirname, "waivers.yaml"),
    configuration: path.join(__dirname, "options.json"),
  }),
});
