import type { Home, Instance } from "../home";
import { UserError } from "../errors";
import { EmbeddedPlatform } from "./embedded/platform";
import { dockerAnswers } from "./kind/docker";
import { KindPlatform } from "./kind/platform";
import type { LocalPlatform } from "./platform";

/** What decides which platform a machine can have. */
export interface Machine {
  readonly os: NodeJS.Platform;
  readonly root: boolean;
  readonly docker: boolean;
}

/** @returns the kind of platform for a machine, or undefined where it can have none */
export function platformKind(machine: Machine): LocalPlatform["kind"] | undefined {
  if (machine.os === "linux" && machine.root) return "embedded";
  return machine.docker ? "kind" : undefined;
}

/**
 * The local platform of an instance: the embedded Kubernetes on Linux as root, or kind where Docker runs.
 *
 * @throws UserError when the machine can have neither
 */
export async function localPlatform(home: Home, instance: Instance): Promise<LocalPlatform> {
  const root = process.getuid?.() === 0;
  const embedded = process.platform === "linux" && root;
  const kind = platformKind({ os: process.platform, root, docker: !embedded && (await dockerAnswers()) });
  switch (kind) {
    case "embedded":
      return new EmbeddedPlatform(home, instance);
    case "kind":
      return new KindPlatform(home, instance);
    case undefined:
      throw new UserError(
        `No local platform can run here: found ${process.platform}, ${root ? "root" : "not root"}, no Docker that answers. ` +
          "Run as root on Linux, start Docker, or set cake:cluster to {kind: kubeconfig, …} for a cluster that exists.",
      );
  }
}
