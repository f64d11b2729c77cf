import * as fs from "node:fs";
import * as path from "node:path";
import type { FunctionSpec } from "../../contracts";
import { toSeconds } from "../../duration";
import { failed, type Check } from "../../problems";
import { toMebibytes } from "../../size";
import { eventChecks } from "./event-problems";
import { limits } from "./limits";
import { variablesOfNeeds, type Need } from "./needs";
import { placeProblems } from "./place-problems";
import { besidePods, reachChecks, type Place } from "./reach";
import { defaults, scaleOf } from "./service";

/** Knative appends `-00001` and more to it, and a label holds 63 characters. */
const longestName = 40;
/** Knative's own limit, and Cloud Functions'. */
const largestConcurrency = 1000;

/**
 * Everything that is wrong with a function, each with what was found, what is allowed, and what to do.
 *
 * @param given what it will have besides what it says it needs
 * @param place where it runs
 */
export function problemsOf(
  name: string,
  spec: FunctionSpec,
  given: readonly Need[] = [],
  place: Place = besidePods,
): string[] {
  const { memory, timeout, title, reserved } = limits[place.kind];
  const { min, max, concurrency } = scaleOf(spec);
  const { pods = Infinity } = spec.needs?.database ?? {};
  const checks: Check[] = [
    [
      !/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name) || name.length > longestName,
      `the name is "${name}". Allowed: up to ${longestName} lower-case letters, digits and dashes, a letter first. Rename it.`,
    ],
    [!wholeNumber(min, 0), `scale.min is ${min}. Allowed: 0 or more. Leave it out to scale to zero.`],
    [
      !wholeNumber(max, 1) || (max < min && min <= pods),
      `scale.max is ${max}. Allowed: 1 or more, and at least scale.min (${min}).`,
    ],
    [
      Math.max(min, max) > pods,
      `${max > pods ? `scale.max is ${max}` : `scale.min is ${min}`}, and needs.database is a connection for ${pods} ` +
        "pods at once. Allowed: up to that. Lower it, or share the connections among more pods where the connection is made.",
    ],
    [
      !wholeNumber(concurrency, 0) || concurrency > largestConcurrency,
      `scale.concurrency is ${concurrency}. Allowed: 0 (no limit) to ${largestConcurrency}.`,
    ],
    ...valueChecks("timeout", spec.timeout ?? defaults.timeout, toSeconds, (seconds) =>
      seconds < 1 || seconds > timeout ? `Allowed: 1 to ${timeout} seconds.` : undefined,
    ),
    ...valueChecks("startTimeout", spec.startTimeout ?? defaults.startTimeout, toSeconds, (seconds) =>
      seconds < 1 ? "Allowed: 1 second or more." : undefined,
    ),
    ...valueChecks("memory", spec.memory ?? defaults.memory, toMebibytes, (size) => {
      if (size < memory.least) return `Allowed: "${memory.least} MB" or more; ${memory.because}.`;
      return size > memory.most ? `Allowed: up to "${memory.most} MB"; ${title} has no more.` : undefined;
    }),
    ...codeChecks(spec.code),
    ...variableChecks(spec, reserved, title),
    ...reachChecks(spec, place),
    ...eventChecks(spec, given.includes("bus") || spec.needs?.bus !== undefined),
  ];
  return [...failed(checks), ...placeProblems(name, spec, place)];
}

const wholeNumber = (value: number, least: number): boolean => Number.isInteger(value) && value >= least;

function codeChecks({ source, image }: { readonly source?: string; readonly image?: string }): Check[] {
  if ((source === undefined) === (image === undefined)) {
    return [
      [true, `code has ${source === undefined ? "neither" : "both"} of source and image. Give one of them.`],
    ];
  }
  if (source === undefined)
    return [[image === "", "code.image is empty. Name an image, or give code.source."]];
  const file = path.resolve(source, "index.ts");
  return [
    [
      !fs.existsSync(file),
      `code.source is "${source}", but ${file} does not exist. It exports the handler: make it.`,
    ],
  ];
}

function variableChecks(
  { environment = {}, secrets = {}, needs }: FunctionSpec,
  reserved: readonly string[],
  title: string,
): Check[] {
  const names = [...new Set([...Object.keys(environment), ...Object.keys(secrets)])];
  const ofNeeds = variablesOfNeeds(needs);
  return names.flatMap((name): Check[] => [
    [
      !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name),
      `"${name}" is no name of a variable. Allowed: letters, digits and _, no digit first. Rename it.`,
    ],
    ...[...ofNeeds].map(([need, set]): Check => [
      set.includes(name),
      `${name} is set from needs.${need}. Rename it, or take needs.${need} out.`,
    ]),
    [
      reserved.includes(name),
      `${name} is set by ${title} (as are all of ${reserved.join(", ")}). Rename it.`,
    ],
    [
      Object.hasOwn(environment, name) && Object.hasOwn(secrets, name),
      `${name} is in both environment and secrets. Take it out of one.`,
    ],
  ]);
}

function valueChecks<T extends string>(
  field: string,
  value: T,
  parse: (value: T) => number,
  check: (value: number) => string | undefined,
): Check[] {
  try {
    const problem = check(parse(value));
    return [[problem !== undefined, `${field} is "${value}". ${problem}`]];
  } catch (error) {
    return [[true, `${field}: ${(error as Error).message}`]];
  }
}
