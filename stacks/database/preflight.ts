import { RunError } from "@pulumi/pulumi";
import type { ExistingServer } from "../../components/cockroach/existing/preflight";
import type { CakeConfig, CockroachConfig, PostgresConfig } from "../config";
import type { Settings } from "../presets";

/** A database as configured, with what had to be found out before the first resource. */
export type ChosenDatabase =
  | PostgresConfig
  | {
      readonly kind: "existing";
      readonly url: string;
      readonly server: ExistingServer;
      /** Who looks whether it can be used: this program has done so, or a Job in the cluster will. */
      readonly checked: "here" | "in the cluster";
    }
  | (CockroachConfig & {
      /** PEM of the emulator's authority; undefined for the real service. */
      readonly emulatorCa?: string;
    });

/** The real service, for who does not name another. */
const service = "https://cockroachlabs.cloud";

/** An emulator is on this machine and answers at once; the real service is asked nothing here. */
const patience = 2_000;

/**
 * Sees that the database can be had, before anything is made.
 *
 * @param env the process environment: COCKROACH_API_KEY, COCKROACH_API_JWT, COCKROACH_SERVER
 * @throws RunError
 */
export async function chooseDatabase(
  { database, databaseUrl, simulate }: Settings,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ChosenDatabase> {
  switch (database.kind) {
    case "postgres":
      return database;
    case "existing": {
      const { declaredServer, preflight } = await import("../../components/cockroach/existing/preflight");
      const { kind, private: declared } = database;
      const url = databaseUrl ?? "";
      return declared
        ? { kind, url, server: await declaredServer(url, declared), checked: "in the cluster" }
        : { kind, url, server: await preflight(url), checked: "here" };
    }
    case "cockroach":
      return { ...database, emulatorCa: await findCloud(simulate, env) };
    default:
      return database satisfies never;
  }
}

/**
 * Sees that CockroachDB Cloud can be used, or what emulates it: a stack is of one of the two.
 *
 * @returns the authority of an emulated service, undefined for the real one
 * @throws RunError
 */
export async function findCloud(
  simulate: CakeConfig["simulate"],
  { COCKROACH_SERVER: server, COCKROACH_API_KEY: key, COCKROACH_API_JWT: jwt }: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const ca = !server || server === service ? undefined : await emulatorCa(server);
  if (simulate && ca === undefined) {
    throw new RunError(
      `cake:simulate is true, and ${server ? `no emulator answers at COCKROACH_SERVER (${server})` : "no emulator runs"}. ` +
        "Start one with `npx cake emulate cockroach-cloud` in another terminal, or remove cake:simulate.",
    );
  }
  if (!simulate && ca !== undefined) {
    throw new RunError(
      `COCKROACH_SERVER is ${server}, where an emulator answers, and this stack holds real resources. ` +
        "Unset COCKROACH_SERVER, or use a stack with cake:simulate: true.",
    );
  }
  if (!key && !jwt) {
    throw new RunError(
      "CockroachDB Cloud needs an API key, and neither COCKROACH_API_KEY nor COCKROACH_API_JWT is set. " +
        "Make a key for a service account in its console (Organization, Access Management), and export it.",
    );
  }
  return ca;
}

/** @returns undefined when what answers is no emulator, or nothing does */
async function emulatorCa(server: string): Promise<string | undefined> {
  try {
    const answer = await fetch(new URL("/emulator/ca", server), { signal: AbortSignal.timeout(patience) });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}
