import { types, type Finding, type Resource } from "../policy";
import type { Properties } from "../value";

/** What a policy finds in the properties of a resource, by its type. */
export type Checks = Readonly<Record<string, (properties: Properties) => Iterable<Finding>>>;

/** `concerns` and `check` of a policy that reads each type in a way of its own. */
export const byType = (checks: Checks) => ({
  concerns: types(...Object.keys(checks)),
  check: ({ type, properties }: Resource): Iterable<Finding> => checks[type]!(properties),
});

/** The checks of several types that are read alike. */
export const alike = (check: Checks[string], ...names: readonly string[]): Checks =>
  Object.fromEntries(names.map((name) => [name, check]));
