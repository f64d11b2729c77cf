import type { Command } from "commander";
import { machineChecks } from "../../local/platform/checks/machine";
import { readState } from "../../local/platform/state";
import { contextOf } from "../context";
import { table } from "../progress";

export function addDoctor(cake: Command): void {
  cake.command("doctor").description("check this machine and show the tools").action(doctor);
}

async function doctor(): Promise<void> {
  const { home, instance } = contextOf();
  const checks = await machineChecks(home);
  console.log(
    table(
      "Machine",
      checks.map(({ name, found, problem }) => [name, found, problem ?? "good"]),
    ),
  );
  const { describeTools } = await import("../../local/toolchain");
  const tools = [...(await describeTools(home))].map(([name, tool]) =>
    tool
      ? [name, tool.version, tool.origin, tool.directory]
      : [name, "", "missing", "made when it is needed"],
  );
  console.log(`\n${table("Tools", tools)}`);
  const state = await readState(instance);
  const policies = state
    ? state.networkPolicies
      ? "enforced"
      : "NOT enforced: no isolation between namespaces"
    : "not running";
  console.log(`\n${table("Local platform", [["network policies", policies]])}`);
  if (checks.some(({ problem }) => problem !== undefined)) process.exitCode = 1;
}
