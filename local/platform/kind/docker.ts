import { execFile } from "node:child_process";
import { run } from "./run";

/** Whether a Docker engine answers within two seconds. The client alone is not enough. */
export function dockerAnswers(): Promise<boolean> {
  return new Promise((resolve) => {
    const question = ["version", "--format", "{{.Server.Version}}"];
    // Not execa, whose time limit keeps the process alive for its two seconds where there is no docker at all.
    execFile("docker", question, { env: process.env, timeout: 2_000 }, (error) => resolve(error === null));
  });
}

/** A node of a kind cluster: a container. */
export interface Container {
  readonly name: string;
  readonly running: boolean;
}

/** The nodes of a kind cluster, stopped ones too; asked of Docker, which knows whether they run. */
export async function nodesOf(cluster: string): Promise<Container[]> {
  const label = `label=io.x-k8s.kind.cluster=${cluster}`;
  const list = await run("docker", ["ps", "--all", "--filter", label, "--format", "{{.Names}} {{.State}}"]);
  return list
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [name = "", state] = line.split(" ");
      return { name, running: state === "running" };
    });
}
