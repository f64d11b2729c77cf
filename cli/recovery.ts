import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import execa from "execa";
import type { Report } from "../local/toolchain/tool";

/** A lock of the file backend, as it is on disk. */
interface Lock {
  readonly pid: number;
  readonly hostname: string;
}

interface PendingOperation {
  readonly type: string;
  readonly resource: { readonly urn: string; readonly inputs?: Record<string, unknown> };
}

/** What an object in the cluster is called. */
interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Clears what a run that was killed left behind: its lock, and creations of which nobody knows whether they happened. */
export async function recover(stack: Stack, report: Report): Promise<void> {
  const env = stack.workspace.envVars;
  if (await clearDeadLocks((env.PULUMI_BACKEND_URL ?? "").replace("file://", ""))) {
    report("removed the lock of a run that died");
  }
  const pending = await pendingCreations(stack);
  if (pending.length === 0) return;
  const found = await Promise.all(
    pending.map(async (one) => [one.resource.urn, await idOf(one, env)] as const),
  );
  const imports = found.flatMap(([urn, id]) => (id ? [urn, id] : []));
  report(`${pending.length} creations were cut off: ${imports.length / 2} happened, and are adopted`);
  const args = imports.length > 0 ? ["--import-pending-creates", imports.join(",")] : [];
  const refresh = [
    "refresh",
    "--yes",
    "--skip-preview",
    "--non-interactive",
    "--clear-pending-creates",
    ...args,
  ];
  await execa("pulumi", [...refresh, "--stack", stack.name], { cwd: stack.workspace.workDir, env });
}

/** @returns whether there was one */
export async function clearDeadLocks(backend: string): Promise<boolean> {
  const folder = path.join(backend, ".pulumi", "locks");
  const files = await fs.readdir(folder, { recursive: true }).catch(() => []);
  let cleared = false;
  for (const file of files.filter((name) => name.endsWith(".json"))) {
    const lock = JSON.parse(await fs.readFile(path.join(folder, file), "utf8")) as Lock;
    if (lock.hostname !== os.hostname() || isAlive(lock.pid)) continue;
    await fs.rm(path.join(folder, file));
    cleared = true;
  }
  return cleared;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function pendingCreations(stack: Stack): Promise<PendingOperation[]> {
  const deployment: unknown = (await stack.exportStack()).deployment;
  const operations =
    (deployment as { pending_operations?: PendingOperation[] } | null)?.pending_operations ?? [];
  return operations.filter(({ type }) => type === "creating");
}

/** @returns the provider's id of an object that is in the cluster, or undefined when it is not there */
async function idOf(
  { resource }: PendingOperation,
  env: Record<string, string>,
): Promise<string | undefined> {
  const object = objectIn(resource.inputs ?? {});
  if (!object) return undefined;
  const [group, version] = object.apiVersion.includes("/")
    ? object.apiVersion.split("/")
    : ["", object.apiVersion];
  const type = group ? `${object.kind}.${version}.${group}` : object.kind;
  const scope = object.namespace ? ["--namespace", object.namespace] : [];
  const { exitCode } = await execa("kubectl", ["get", type, object.name, ...scope, "--output=name"], {
    env,
    reject: false,
  });
  return exitCode === 0 ? [object.namespace, object.name].filter(Boolean).join("/") : undefined;
}

/** The object that a resource's inputs describe; undefined when they describe none. */
export function objectIn(inputs: Record<string, unknown>): ObjectName | undefined {
  const { apiVersion, kind, metadata } = inputs as Partial<ObjectName> & { metadata?: Partial<ObjectName> };
  if (!apiVersion || !kind || !metadata?.name) return undefined;
  return { apiVersion, kind, name: metadata.name, namespace: metadata.namespace };
}
