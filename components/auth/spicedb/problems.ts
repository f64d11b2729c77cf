import { namespaceName } from "../../kubernetes/namespace";
import { toMebibytes } from "../../size";
import { failed, reasonOf, type Check } from "../../problems";
import { isPinned } from "../names";
import { officialImages } from "./images";
import type { SpiceDbArgs } from "./index";
import { schemaProblems } from "./schema";

const least = "128 MB";

/** Everything that is wrong with the arguments, each with what was found, what is allowed, and what to do. */
export function problemsOf({
  schema,
  replicas = 1,
  rotation = 0,
  cpu,
  memory,
  callers = [],
  images = {},
}: SpiceDbArgs): string[] {
  const checks: Check[] = [
    [
      !(Number.isInteger(replicas) && replicas >= 1),
      `replicas is ${replicas}. Allowed: a whole number from 1.`,
    ],
    [
      !(Number.isInteger(rotation) && rotation >= 0),
      `rotation is ${rotation}. Allowed: a whole number from 0, which each rotation raises by one.`,
    ],
    [cpu !== undefined && !(cpu > 0), `cpu is ${cpu}. Allowed: a number of cores above 0.`],
    ...callers.map((caller): Check => [
      !namespaceName.test(caller),
      `callers has ${JSON.stringify(caller)}. Allowed: names of namespaces.`,
    ]),
    ...Object.entries({ ...officialImages, ...images }).map(([key, image]): Check => [
      !isPinned(image),
      `images.${key} is ${JSON.stringify(image)}. Allowed: a name with a version or a digest, and not "latest".`,
    ]),
  ];
  const size =
    memory === undefined
      ? []
      : reasonOf("memory", () => {
          if (toMebibytes(memory) < toMebibytes(least)) {
            throw new RangeError(`it is "${memory}". Allowed: "${least}" or more.`);
          }
        });
  return [...failed(checks), ...size, ...schemaProblems(schema)];
}
