import { dockerAnswers } from "./kind/docker";
import type { LocalPlatform } from "./platform";

/** What decides which platform a machine can have. */
export interface Machine {
  readonly os: NodeJS.Platform;
  readonly root: boolean;
  readonly docker: boolean;
}

/** This machine. Docker is asked only where it would be used: no answer takes two seconds. */
export async function thisMachine(): Promise<Machine> {
  const machine = { os: process.platform, root: process.getuid?.() === 0, docker: false };
  return platformKind(machine) === undefined ? { ...machine, docker: await dockerAnswers() } : machine;
}

/** @returns the kind of platform for a machine, or undefined where it can have none */
export function platformKind(machine: Machine): LocalPlatform["kind"] | undefined {
  if (machine.os === "linux" && machine.root) return "embedded";
  return machine.docker ? "kind" : undefined;
}

/** A machine in words, with what its kind of platform depends on. */
export function describeMachine(machine: Machine): string {
  const docker = machine.docker ? ["Docker"] : ["no Docker that answers"];
  return [
    machine.os,
    machine.root ? "root" : "not root",
    ...(platformKind(machine) === "embedded" ? [] : docker),
  ].join(", ");
}

/** What to do on a machine that can have no platform. */
export const otherMachine =
  "run as root on Linux, start Docker, or set cake:cluster to {kind: kubeconfig, …} for a cluster that exists";
