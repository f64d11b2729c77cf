import * as fs from "node:fs/promises";
import { filesOf } from "../local/emulators/cockroach-cloud/files";
import type { Instance } from "../local/home";
import { chosenEmulatorPorts } from "../local/platform/ports";

/** Variables for the engine and for the program. */
export interface EngineEnvironment {
  /** None of them is a secret. */
  readonly variables: Readonly<Record<string, string>>;
  /** Secret ones, each with the file that holds it. */
  readonly secretFiles: Readonly<Record<string, string>>;
}

/** An emulator is on this machine and answers at once. */
const patience = 2_000;

const nothing: EngineEnvironment = { variables: {}, secretFiles: {} };

/**
 * How the emulated clouds of an instance are found. Whoever names a server names its key, too: a key of the real
 * service is not shown to an emulator, nor the other way round.
 *
 * @returns nothing where no emulator ever ran, or the user names one
 */
export async function simulationOf(
  instance: Instance,
  env: NodeJS.ProcessEnv = process.env,
): Promise<EngineEnvironment> {
  const { key } = filesOf(instance);
  const ports = await chosenEmulatorPorts(instance);
  if (env.COCKROACH_SERVER || !ports || !(await isThere(key))) return nothing;
  return {
    variables: { COCKROACH_SERVER: `http://127.0.0.1:${ports.cloud}` },
    secretFiles: { COCKROACH_API_KEY: key },
  };
}

/** Whether the emulator of an instance runs, by where it answers; undefined where none ever ran. */
export async function emulatorOf(
  instance: Instance,
): Promise<{ readonly url: string; readonly isRunning: boolean } | undefined> {
  const url = (await simulationOf(instance, {})).variables.COCKROACH_SERVER;
  if (url === undefined) return undefined;
  const isRunning = await fetch(`${url}/emulator`, { signal: AbortSignal.timeout(patience) }).then(
    ({ ok }) => ok,
    () => false,
  );
  return { url, isRunning };
}

/** All variables, with the secrets. */
export async function variablesOf({
  variables,
  secretFiles,
}: EngineEnvironment): Promise<Record<string, string>> {
  const secrets = Object.entries(secretFiles).map(
    async ([name, file]) => [name, (await fs.readFile(file, "utf8")).trim()] as const,
  );
  return { ...variables, ...Object.fromEntries(await Promise.all(secrets)) };
}

const isThere = (file: string): Promise<boolean> =>
  fs.access(file).then(
    () => true,
    () => false,
  );
