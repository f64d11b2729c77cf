import type { Finding, Resource } from "../policy";
import { at, shown, UNKNOWN, type Value } from "../value";

/** How a number is written in a type of resource. */
export interface Form {
  /** Undefined for what is not written so. */
  readonly read: (value: Value) => number | undefined;
  /** What may stand there, in words. */
  readonly words: (most: number) => string;
}

/** A setting that must be within bounds. */
export interface Bounded {
  /** The types of resources that have it. */
  readonly of: (type: string) => boolean;
  /** Where it is, from what counts first to what counts last. */
  readonly paths: readonly [Path, ...Path[]];
  readonly form: Form;
  /** What holds where nobody sets it is good, too. @default false */
  readonly optional?: boolean;
}

type Path = readonly string[];

/** Whole numbers as numbers. */
export const wholeNumber: Form = {
  read: (value) => (typeof value === "number" && Number.isInteger(value) ? value : undefined),
  words: (most) => `a whole number from 1 to ${most}`,
};

/** Whole numbers in texts, as annotations have them. */
export const digits: Form = {
  read: (value) => (typeof value === "string" && /^\d+$/.test(value) ? Number(value) : undefined),
  words: (most) => `a whole number from 1 to ${most}, in quotes`,
};

/** Whether a type of resource has one of these settings. */
export const hasAnyOf =
  (all: readonly Bounded[]) =>
  (type: string): boolean =>
    all.some((one) => one.of(type));

/** What of these settings is not from 1 to `most` in a resource. */
export function* outOfBounds(
  all: readonly Bounded[],
  { type, properties }: Resource,
  most: number,
): Iterable<Finding> {
  for (const { paths, form, optional = false } of all.filter((one) => one.of(type))) {
    const path = paths.find((one) => at(properties, ...one) !== undefined) ?? paths[0];
    const value = at(properties, ...path);
    if (value === UNKNOWN || (optional && value === undefined)) continue;
    const number = form.read(value);
    if (number !== undefined && number >= 1 && number <= most) continue;
    const place = pathText(path);
    yield { at: place, problem: `is ${shown(value)}`, fix: `Set ${place} to ${form.words(most)}` };
  }
}

/** A path as one would write it in the program. */
export const pathText = (path: Path): string =>
  path.reduce((text, step) => text + (/^\w+$/.test(step) ? `.${step}` : `["${step}"]`), "").slice(1);
