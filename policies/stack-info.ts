import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { parse } from "yaml";
import { PackError } from "./error";
import { environments, type Environment, type StackInfo } from "./policy";
import type { Properties, Value } from "./value";

/**
 * The stack that the engine runs this pack for.
 *
 * @param project the folder of its Pulumi.<stack>.yaml
 * @throws PackError when its environment is none
 */
export function stackInfo(project: string): StackInfo {
  const name = pulumi.getStack();
  return {
    project: pulumi.getProject(),
    name,
    environment: environmentOf(new pulumi.Config("cake").get("environment")),
    config: configOf(pulumi.runtime.allConfig()),
    secretsProvider: secretsProviderOf(path.join(project, `Pulumi.${name}.yaml`)),
  };
}

/** What `cake:environment` says; a stack that does not say is held to the rules of a production. */
function environmentOf(given: string | undefined): Environment {
  const found = environments.find((one) => one === (given ?? "prod"));
  if (found) return found;
  throw new PackError(
    `cake:environment is "${given}", which policies know no levels for. Allowed: ${environments.join(", ")}.`,
  );
}

/** Structures come as JSON. */
const configOf = (all: Readonly<Record<string, string>>): Properties =>
  Object.fromEntries(Object.entries(all).map(([key, text]) => [key, structureOf(text)]));

function structureOf(text: string): Value {
  if (!/^[[{]/.test(text)) return text;
  try {
    // Null is as good as missing, to all policies.
    return JSON.parse(text, (_, value: unknown) => value ?? undefined) as Value;
  } catch {
    return text;
  }
}

/** The engine tells a pack nothing of it, and keeps it in the stack's file. */
function secretsProviderOf(file: string): string | undefined {
  if (!fs.existsSync(file)) return undefined;
  const { secretsprovider, encryptionsalt } = (parse(fs.readFileSync(file, "utf8")) ?? {}) as Record<
    string,
    unknown
  >;
  if (typeof secretsprovider === "string") return secretsprovider;
  return encryptionsalt === undefined ? undefined : "passphrase";
}
