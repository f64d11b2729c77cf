import type { Stack } from "@pulumi/pulumi/automation";
import execa from "execa";

/** Runs `pulumi stack …` on a stack. @returns what it wrote */
export async function askEngine(
  { name, workspace }: Stack,
  command: readonly string[],
  input?: string,
): Promise<string> {
  const options = { cwd: workspace.workDir, env: workspace.envVars, input };
  return (await execa("pulumi", ["stack", ...command, "--stack", name], options)).stdout;
}
