import * as path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { UserError } from "../../local/errors";
import type { Report } from "../../local/toolchain/tool";
import { askEngine } from "../ask-engine";
import { backendFolder, hasPendingOperations } from "../backend";
import { refuseOthers, type Found } from "./found";
import { untilUnlocked } from "./lock";
import { endOrphans } from "./orphans";
import { settled, type Deployment, type PendingOperation, type ResourceState } from "./pending";
import { whereabouts, type Whereabouts } from "./whereabouts";

/**
 * Clears what a run that was killed left behind: its lock, what it had started, and operations of which nobody knows
 * whether they happened. Waits for a run that is alive.
 *
 * @throws UserError when something was perhaps made that only a person can look for
 */
export async function recover(stack: Stack, report: Report, found: Found = new Map()): Promise<void> {
  const backend = stack.workspace.envVars.PULUMI_BACKEND_URL ?? "";
  const { name: project } = await stack.workspace.projectSettings();
  const locks = [".pulumi", "locks", "organization", project, stack.name];
  await untilUnlocked(path.join(backendFolder(backend), ...locks), report);
  const ended = await endOrphans(backend);
  if (ended > 0) report(`ended ${ended} processes of a run that died`);
  if (await hasPendingOperations(backend, project, stack.name)) await settle(stack, report, found);
  else refuseOthers(found, []);
}

async function settle(stack: Stack, report: Report, found: Found): Promise<void> {
  // Secrets stay encrypted on the way.
  const exported = JSON.parse(await askEngine(stack, ["export"])) as { deployment: Deployment | null };
  const pending = exported.deployment?.pending_operations ?? [];
  refuseOthers(found, pending);
  if (!exported.deployment || pending.length === 0) return;
  const where = (resource: ResourceState): Whereabouts => {
    const id = found.get(resource.urn);
    if (id === undefined) return whereabouts(resource);
    return id === "" ? { in: "state" } : { in: "provider", id };
  };
  const lost = pending.filter(
    ({ type, resource }) => type === "creating" && where(resource).in === "unknown",
  );
  if (lost.length > 0) throw new UserError(lostProblem(stack.name, lost));
  report(`${pending.length} operations were cut off: looking at what they did`);
  const deployment = settled(exported.deployment, (resource) => {
    const place = where(resource);
    return place.in === "provider" ? place.id : undefined;
  });
  await askEngine(stack, ["import"], JSON.stringify({ ...exported, deployment }));
}

/** What to do about creations whose outcome nobody can look up. */
export function lostProblem(stack: string, lost: readonly PendingOperation[]): string {
  const lines = lost.map(
    ({ resource: { urn, type } }) => `  ${urn.split("::").at(-1)} (${type})\n    --found '${urn}=<its id>'`,
  );
  return [
    "These creations were cut off, and only their provider knows whether they happened:",
    ...lines,
    "Look for each one there, and say what you found: its id, or nothing after the `=` where it does not exist:",
    `  npx cake up ${stack} --found … [--found …]`,
  ].join("\n");
}
