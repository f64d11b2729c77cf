import { AssertionError } from "node:assert";
import { messageOf } from "../message";
import type {
  Context,
  Environment,
  Policy,
  Resource,
  ResourcePolicy,
  StackInfo,
  StackPolicy,
} from "../policy";

/** What a case is judged in; a production stack, and the policy's default options, where it does not say. */
export interface Setting {
  readonly environment?: Environment;
  readonly config?: StackInfo["config"];
  readonly secretsProvider?: string;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What somebody would read who declared this: the resource (undefined: the stack), and the message. */
export interface Violation {
  readonly resource: Resource | undefined;
  readonly message: string;
}

/** Judges a resource, or for a rule of a whole stack all of its resources. */
export function judge(
  policy: Policy,
  judged: Resource | readonly Resource[],
  setting: Setting = {},
): Violation[] {
  const all = [judged].flat() as readonly Resource[];
  return [...(policy.scope === "stack" ? ofStack(policy, all, setting) : ofEach(policy, all, setting))];
}

function* ofEach(policy: ResourcePolicy, all: readonly Resource[], setting: Setting): Iterable<Violation> {
  for (const resource of all.filter(({ type }) => policy.concerns(type)))
    for (const finding of policy.check(resource, contextOf(policy, setting)))
      yield { resource, message: messageOf(policy, finding) };
}

function* ofStack(policy: StackPolicy, all: readonly Resource[], setting: Setting): Iterable<Violation> {
  for (const finding of policy.check(all, contextOf(policy, setting)))
    yield { resource: finding.resource, message: messageOf(policy, finding) };
}

function contextOf(policy: Policy, { options, ...setting }: Setting): Context<never> {
  const unknown = Object.keys(options ?? {}).filter((option) => !Object.hasOwn(policy.options, option));
  if (unknown.length > 0) throw new TypeError(`${policy.name} has no option ${unknown.join(", ")}.`);
  const defaults = Object.entries(policy.options).map(([option, schema]) => [option, schema.default]);
  return {
    stack: { project: "project", name: "stack", environment: "prod", config: {}, ...setting },
    options: { ...Object.fromEntries(defaults), ...options } as never,
  };
}

/**
 * Asserts that a policy refuses something, with exactly the messages given, in their order: one of them for each violation,
 * as text that is in it or as what it matches. Each is of the resource judged; in a rule over several, of the one that is
 * named before its message.
 *
 * @example expectViolation(privilege, object(pod), "spec.containers[api].securityContext.privileged is true")
 * @example expectViolation(unique, [one, two], [two, "has the name of"])
 * @throws AssertionError that says what it got
 */
export function expectViolation(
  policy: Policy,
  judged: Resource | readonly Resource[],
  ...rest: readonly (Expected | Setting)[]
): void {
  const last = rest.at(-1);
  const setting = isExpected(last) ? {} : last;
  const expected = rest.filter(isExpected);
  if (expected.length === 0) throw new TypeError("expectViolation needs the message that is expected.");
  const found = judge(policy, judged, setting);
  const single = "type" in judged ? judged : undefined;
  if (found.length !== expected.length || !found.every((one, index) => meets(one, expected[index]!, single)))
    throw new AssertionError({
      message: `${policy.name} should have refused ${named(judged)} with:\n${expected.map(words).join("\n")}\nIt said:\n${said(found)}`,
      stackStartFn: expectViolation,
    });
}

/**
 * Asserts that a policy has nothing against something.
 *
 * @throws AssertionError that says what it had
 */
export function expectCompliance(
  policy: Policy,
  judged: Resource | readonly Resource[],
  setting?: Setting,
): void {
  const found = judge(policy, judged, setting);
  if (found.length > 0)
    throw new AssertionError({
      message: `${policy.name} should have let ${named(judged)} pass. It said:\n${said(found)}`,
      stackStartFn: expectCompliance,
    });
}

type Message = string | RegExp;
/** A message of the resource, or of the stack, that it is about. */
type Addressed = readonly [whose: Resource | "stack", message: Message];
type Expected = Message | Addressed;

const isExpected = (given: Expected | Setting | undefined): given is Expected =>
  typeof given === "string" || given instanceof RegExp || Array.isArray(given);

const isMessage = (expected: Expected): expected is Message =>
  typeof expected === "string" || expected instanceof RegExp;

function meets({ resource, message }: Violation, expected: Expected, single: Resource | undefined): boolean {
  const [whose, text] = isMessage(expected) ? [single, expected] : expected;
  const same =
    whose === undefined || (whose === "stack" ? resource === undefined : resource?.urn === whose.urn);
  return same && (typeof text === "string" ? message.includes(text) : text.test(message));
}

function words(expected: Expected): string {
  if (isMessage(expected)) return String(expected);
  const [whose, message] = expected;
  return `${whose === "stack" ? "the stack" : whose.name}: ${String(message)}`;
}

const named = (judged: Resource | readonly Resource[]): string =>
  [judged]
    .flat()
    .map((one) => `${one.type} ${one.name}`)
    .join(", ");

const said = (found: readonly Violation[]): string =>
  found.map(({ resource, message }) => `${resource?.name ?? "the stack"}: ${message}`).join("\n") ||
  "nothing";
