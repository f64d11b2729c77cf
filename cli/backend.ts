import * as fs from "node:fs/promises";
import * as path from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Instance } from "../local/home";

/** Without attributes beside each file: they are not written by rename, and half of them keeps a stack from opening. */
const options = "?metadata=skip";

/** The address of a folder as the engine's backend. Survives an engine that is killed at any time. */
export const backendUrl = (folder: string): string => `file://${folder}${options}`;

/** The folder of a backend's address. */
export const backendFolder = (url: string): string => url.replace(/^file:\/\//, "").replace(/\?.*$/, "");

/** Where an instance keeps the states of its stacks; those of what is simulated are never among the real ones. */
export const stateOf = (instance: Instance, isSimulated: boolean): string =>
  path.join(instance.directory, isSimulated ? "pulumi-simulated" : "pulumi");

/** A stack that has a state. */
export interface HeldStack {
  readonly name: string;
  readonly isSimulated: boolean;
  /** Whether it holds nothing, as after its destruction. */
  readonly isEmpty: boolean;
}

/** The stacks of an instance: known from the files of the engine's backends, without the engine. */
export async function heldStacks(instance: Instance): Promise<HeldStack[]> {
  const all = [true, false].map(async (isSimulated) => {
    const folder = path.join(stateOf(instance, isSimulated), ".pulumi", "stacks");
    const files = await fs.readdir(folder, { recursive: true }).catch(() => []);
    const stacks = files.flatMap((file) => {
      const name = /^(.+)\.json(?:\.gz)?$/.exec(path.basename(file))?.[1];
      return name === undefined ? [] : [{ name, file: path.join(folder, file) }];
    });
    return Promise.all(
      stacks.map(async ({ name, file }) => ({ name, isSimulated, isEmpty: await isEmpty(file) })),
    );
  });
  return (await Promise.all(all)).flat();
}

/** Whether an instance has a state of a stack, also one that holds nothing. */
export async function holdsState(instance: Instance, stack: string, isSimulated: boolean): Promise<boolean> {
  const held = await heldStacks(instance);
  return held.some((one) => one.name === stack && one.isSimulated === isSimulated);
}

/** Whether operations of a stack were cut off: of what came of them nobody knows. */
export async function hasPendingOperations(url: string, project: string, stack: string): Promise<boolean> {
  const file = path.join(backendFolder(url), ".pulumi", "stacks", project, `${stack}.json`);
  const latest = (await latestOf(file)) ?? (await latestOf(`${file}.gz`));
  return (latest?.pending_operations ?? []).length > 0;
}

interface Deployment {
  readonly resources?: readonly unknown[];
  readonly pending_operations?: readonly unknown[];
}

interface Checkpoint {
  readonly checkpoint?: { readonly latest?: Deployment | null };
}

async function isEmpty(file: string): Promise<boolean> {
  const latest = await latestOf(file);
  return latest !== undefined && (latest?.resources ?? []).length === 0;
}

/** Null where the stack has none yet. One that cannot be read is undefined, and the engine's to complain of. */
async function latestOf(file: string): Promise<Deployment | null | undefined> {
  try {
    const content = await fs.readFile(file);
    const text = file.endsWith(".gz") ? await promisify(gunzip)(content) : content;
    return (JSON.parse(text.toString()) as Checkpoint).checkpoint?.latest ?? null;
  } catch {
    return undefined;
  }
}
