import type { Size } from "../../contracts";
import { namespaceName } from "../../kubernetes/namespace";
import { toMebibytes } from "../../size";
import type { PostgresDatabaseArgs } from "./index";
import { connectionsFor, defaults } from "./settings";

const least = { memory: "256 MB", storage: "1 GB" } as const;

/** Everything that is wrong with the arguments, each with what was found, what is allowed, and what to do. */
export function problemsOf({
  image,
  memory,
  storage,
  cpu,
  connections,
  callers = [],
}: PostgresDatabaseArgs): string[] {
  const problems = [...sizeProblems("memory", memory), ...sizeProblems("storage", storage)];
  if (image?.trim() === "") problems.push("image is empty. Name an image of PostgreSQL, or leave it out.");
  if (cpu !== undefined && !(cpu > 0)) problems.push(`cpu is ${cpu}. Allowed: a number of cores above 0.`);
  if (connections !== undefined && problems.length === 0) {
    const most = connectionsFor(memory ?? defaults.memory);
    if (!(Number.isInteger(connections) && connections >= 1 && connections <= most)) {
      problems.push(
        `connections is ${connections}. Allowed: 1 to ${most}, which memory (${memory ?? defaults.memory}) is for. Lower it, or give more memory.`,
      );
    }
  }
  for (const caller of callers) {
    if (!namespaceName.test(caller))
      problems.push(`callers has ${JSON.stringify(caller)}. Allowed: names of namespaces.`);
  }
  return problems;
}

function sizeProblems(argument: "memory" | "storage", size: Size = defaults[argument]): string[] {
  try {
    if (toMebibytes(size) >= toMebibytes(least[argument])) return [];
    return [`${argument} is "${size}". Allowed: "${least[argument]}" or more.`];
  } catch (error) {
    return [`${argument}: ${(error as Error).message}`];
  }
}
