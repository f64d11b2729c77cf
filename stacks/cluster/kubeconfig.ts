import * as fs from "node:fs";
import * as path from "node:path";
import { RunError } from "@pulumi/pulumi";
import { z } from "zod";

/** How a cluster is reached: one context of a kubeconfig file. */
export interface ClusterAccess {
  /** A kubeconfig of this context alone, files that it names included; holds credentials. */
  readonly kubeconfig: string;
  readonly server: URL;
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
}

const base64 = z.string().optional();
const clusterEntry = z.looseObject({
  server: z.url({ protocol: /^https?$/ }),
  "certificate-authority": z.string().optional(),
  "certificate-authority-data": base64,
  "insecure-skip-tls-verify": z.boolean().optional(),
  "tls-server-name": z.string().optional(),
  "proxy-url": z.string().optional(),
});
const userEntry = z.looseObject({
  "client-certificate": z.string().optional(),
  "client-certificate-data": base64,
  "client-key": z.string().optional(),
  "client-key-data": base64,
  token: z.string().optional(),
  tokenFile: z.string().optional(),
});
type ClusterEntry = z.infer<typeof clusterEntry>;
type UserEntry = z.infer<typeof userEntry>;

const name = z.string();
const fileSchema = z.looseObject({
  "current-context": z.string().optional(),
  contexts: z.array(
    z.looseObject({ name, context: z.looseObject({ cluster: name, user: name.optional() }) }),
  ),
  clusters: z.array(z.looseObject({ name, cluster: clusterEntry })),
  users: z.array(z.looseObject({ name, user: userEntry.nullish() })).nullish(),
});

/**
 * @param file an absolute path
 * @param context the file's current context when undefined
 * @throws RunError when the file is missing, is no kubeconfig, or lacks the context or what it refers to
 */
export async function loadKubeconfig(file: string, context?: string): Promise<ClusterAccess> {
  const config = await parsed(file);
  const name = context ?? (config["current-context"] || undefined);
  const names = config.contexts.map((one) => one.name).join(", ") || "none";
  const chosen = config.contexts.find((one) => one.name === name);
  if (!chosen) {
    const found = name === undefined ? "names no current context" : `has no context ${name}`;
    throw new RunError(
      `The kubeconfig ${file} ${found}. Contexts in it: ${names}. Set cake:cluster.context to one.`,
    );
  }
  const cluster = config.clusters.find((one) => one.name === chosen.context.cluster);
  const user = config.users?.find((one) => one.name === chosen.context.user);
  if (!cluster)
    throw broken(
      file,
      `context ${chosen.name} refers to a cluster that is not in it: ${chosen.context.cluster}`,
    );
  if (!user && chosen.context.user) {
    throw broken(file, `context ${chosen.name} refers to a user that is not in it: ${chosen.context.user}`);
  }
  const selfContained = {
    cluster: inlined(file, cluster.cluster, ["certificate-authority"]),
    user: absolute(file, inlined(file, user?.user ?? {}, ["client-certificate", "client-key"])),
  };
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": chosen.name,
    contexts: [chosen],
    clusters: [{ ...cluster, cluster: selfContained.cluster }],
    users: user ? [{ ...user, user: selfContained.user }] : [],
  };
  return {
    kubeconfig: JSON.stringify(kubeconfig),
    server: new URL(cluster.cluster.server),
    ...selfContained,
  };
}

async function parsed(file: string): Promise<z.infer<typeof fileSchema>> {
  const content = read(file, `There is no readable kubeconfig at ${file}`);
  const yaml = await import("yaml"); // 50 ms that only this path pays
  let data: unknown;
  try {
    data = yaml.parse(content);
  } catch (error) {
    // The first line says what and where; the rest quotes the file, which holds credentials.
    throw broken(file, `it is not YAML: ${(error as Error).message.split("\n")[0]?.replace(/:$/, "")}`);
  }
  const result = fileSchema.safeParse(data);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw broken(file, `${issue?.path.join(".") || "the file"}: ${issue?.message}`);
}

/** Replaces files by their contents, because relative paths mean nothing outside the kubeconfig's folder. */
function inlined<T extends Record<string, unknown>>(file: string, entry: T, keys: readonly string[]): T {
  const copy: Record<string, unknown> = { ...entry };
  for (const key of keys) {
    const named = copy[key];
    delete copy[key];
    if (typeof named !== "string" || copy[`${key}-data`] !== undefined) continue;
    const target = path.resolve(path.dirname(file), named);
    const content = read(
      target,
      `The kubeconfig ${file} names ${target} as its ${key}, which cannot be read`,
    );
    copy[`${key}-data`] = Buffer.from(content).toString("base64");
  }
  return copy as T;
}

/** A token file changes over time and stays a file. */
function absolute(file: string, user: UserEntry): UserEntry {
  return user.tokenFile ? { ...user, tokenFile: path.resolve(path.dirname(file), user.tokenFile) } : user;
}

function read(file: string, otherwise: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new RunError(
      `${otherwise} (${reason}). Set cake:cluster.path to a kubeconfig, or make it readable.`,
    );
  }
}

function broken(file: string, reason: string): RunError {
  return new RunError(
    `The kubeconfig ${file} cannot be used: ${reason}. Repair it, or set cake:cluster.path to another.`,
  );
}
