import type { Properties } from "./value";

/** The environments that rules differ in. */
export const environments = ["dev", "preview", "prod"] as const;
export type Environment = (typeof environments)[number];

/** The stack that is judged. */
export interface StackInfo {
  readonly project: string;
  readonly name: string;
  readonly environment: Environment;
  /** Its configuration by full key, structures as such, and secrets opened: not to be shown. @example config["cake:preview"] */
  readonly config: Properties;
  /** What encrypts its secrets, as its file says: `passphrase`, `awskms://…`; undefined where nobody can say. */
  readonly secretsProvider?: string;
}

/** A resource as a program declared it (for a rule of the whole stack: as it is after the update). */
export interface Resource {
  /** @example "kubernetes:apps/v1:Deployment" */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly properties: Properties;
  /** Whether Pulumi refuses to delete it. */
  readonly protect: boolean;
  /** The URN of the resource that it belongs to. */
  readonly parent?: string;
}

/** Something that breaks a rule. */
export interface Finding {
  /** Where in the resource. @example "spec.containers[api].securityContext.privileged"; undefined: the resource as such */
  readonly at?: string;
  /** What is wrong, to be read after `at`, no full stop: `is true`, `is missing`. */
  readonly problem: string;
  /** The change that puts it right, as an instruction, no full stop. */
  readonly fix: string;
}

/** A finding of a rule that looks at a whole stack. */
export interface StackFinding extends Finding {
  /** Undefined: the stack itself. */
  readonly resource?: Resource;
}

/** What a policy's own configuration may say: a JSON Schema for each option, all of them with a default. */
export type OptionsSchema = Readonly<
  Record<string, { readonly default: unknown; readonly [keyword: string]: unknown }>
>;

/** A policy's options, those that nobody configured at their default. */
export type OptionsOf<S extends OptionsSchema> = { readonly [K in keyof S]: S[K]["default"] };

/** What a rule knows beside what it judges. */
export interface Context<Options = unknown> {
  readonly stack: StackInfo;
  readonly options: Options;
}

interface About<Name extends string> {
  /** Never changed: waivers and configuration name it. */
  readonly name: Name;
  /** The rule, in one sentence. */
  readonly description: string;
  /** What happens to those who break it, in one sentence. */
  readonly why: string;
  /** Where to read more: the standard that the rule is from. */
  readonly link: string;
}

/** A rule over one resource at a time, judged before the resource is touched. */
export interface ResourcePolicy<Name extends string = string, Options = never> extends About<Name> {
  readonly scope: "resource";
  readonly options: OptionsSchema;
  /** Whether it has anything to say of resources of a type. */
  readonly concerns: (type: string) => boolean;
  readonly check: (resource: Resource, context: Context<Options>) => Iterable<Finding>;
}

/** A rule over all resources of a stack, judged at the end. */
export interface StackPolicy<Name extends string = string, Options = never> extends About<Name> {
  readonly scope: "stack";
  readonly options: OptionsSchema;
  readonly check: (resources: readonly Resource[], context: Context<Options>) => Iterable<StackFinding>;
}

export type Policy<Name extends string = string> = ResourcePolicy<Name> | StackPolicy<Name>;

type Given<P, S extends OptionsSchema> = Omit<P, "scope" | "options"> & { readonly options?: S };

/** Declares a rule over one resource at a time. */
export const resourcePolicy = <const Name extends string, S extends OptionsSchema = Record<never, never>>(
  policy: Given<ResourcePolicy<Name, OptionsOf<S>>, S>,
): ResourcePolicy<Name> => ({ options: {}, ...policy, scope: "resource" });

/** Declares a rule over all resources of a stack. */
export const stackPolicy = <const Name extends string, S extends OptionsSchema = Record<never, never>>(
  policy: Given<StackPolicy<Name, OptionsOf<S>>, S>,
): StackPolicy<Name> => ({ options: {}, ...policy, scope: "stack" });

/** For `concerns`: exactly these types. */
export const types = (...all: readonly string[]): ((type: string) => boolean) => {
  const known = new Set(all);
  return (type) => known.has(type);
};
