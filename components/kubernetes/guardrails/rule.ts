import { literal } from "./cel";

/** A value that the expressions of a rule name as `variables.<name>`. */
export interface Variable {
  readonly name: string;
  /** In CEL. */
  readonly expression: string;
}

/** Objects that rules are about. */
export interface Subject {
  /** Resources by API group, as an API server calls them: `deployments`. One that is not there is no harm. */
  readonly resources: Readonly<Record<string, readonly string[]>>;
  readonly variables: readonly Variable[];
}

/** A rule that an API server judges objects by. */
export interface Rule {
  readonly subject: Subject;
  /** Further variables, after those of the subject. */
  readonly variables?: readonly Variable[];
  /** What breaks it: expressions in CEL, each a list of texts for the one who is told. */
  readonly findings: readonly string[];
  /** Where to read more: the standard that the rule is from. */
  readonly link: string;
}

/** What breaks a rule, and the change that puts it right; no full stops. */
export interface Finding {
  /** Where it is, in what holds it. @example "securityContext.privileged" @default what holds it, itself */
  readonly at?: string;
  readonly problem: string;
  readonly fix: string;
}

/** A finding, as a text in CEL. @param holder what holds it, in CEL */
const worded = (holder: string, { at, problem, fix }: Finding): string =>
  `${holder} + ${literal(`${at === undefined ? "" : `.${at}`} ${problem}. Fix: ${fix}.`)}`;

/** A finding where a condition holds. @param holder how a message calls what it is in, in CEL */
export const findingIf = (condition: string, holder: string, finding: Finding): string =>
  `(${condition} ? [${worded(holder, finding)}] : [])`;

/** A finding for each item `i` of a list that a condition holds of. @param holder likewise, of the item */
export const findingsIn = (list: string, condition: string, holder: string, finding: Finding): string =>
  `${list}.filter(i, ${condition}).map(i, ${worded(holder, finding)})`;
