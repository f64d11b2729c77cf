import { at, entries, isObject, items, UNKNOWN, type Value } from "../../value";

/** Yes, no, or nobody knows before the update. */
export type Answer = boolean | typeof UNKNOWN;

/** Whether all are so. */
export function every(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false;
  return answers.includes(UNKNOWN) ? UNKNOWN : true;
}

/** Whether two values are the same. */
export const isSame = (one: Value, other: Value): Answer =>
  one === UNKNOWN || other === UNKNOWN ? UNKNOWN : one === other;

/**
 * Whether a label selector selects what has these labels. An empty one selects everything, none at all nothing.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export function selects(selector: Value, labels: Value): Answer {
  if (selector === UNKNOWN) return UNKNOWN;
  if (!isObject(selector)) return false;
  const { matchLabels, matchExpressions } = selector;
  return every([
    matchLabels !== UNKNOWN || UNKNOWN,
    matchExpressions !== UNKNOWN || UNKNOWN,
    ...entries(matchLabels).map(([key, value]) => isSame(at(labels, key), value)),
    ...items(matchExpressions).map((expression) => meets(expression, labels)),
  ]);
}

function meets(expression: Value, labels: Value): Answer {
  const operator = at(expression, "operator");
  const key = at(expression, "key");
  if (key === UNKNOWN || operator === UNKNOWN) return UNKNOWN;
  if (typeof key !== "string") return false;
  const label = at(labels, key);
  if (label === UNKNOWN) return UNKNOWN;
  return operators.get(operator)?.(label, at(expression, "values")) ?? false;
}

type Operator = (label: Value, values: Value) => Answer;

const operators: ReadonlyMap<Value, Operator> = new Map<Value, Operator>([
  ["In", (label, values) => label !== undefined && isIn(label, values)],
  ["NotIn", (label, values) => label === undefined || not(isIn(label, values))],
  ["Exists", (label) => label !== undefined],
  ["DoesNotExist", (label) => label === undefined],
]);

function isIn(label: Value, values: Value): Answer {
  if (values === UNKNOWN) return UNKNOWN;
  const answers: readonly Answer[] = items(values).map((value) => isSame(value, label));
  if (answers.includes(true)) return true;
  return answers.includes(UNKNOWN) ? UNKNOWN : false;
}

const not = (answer: Answer): Answer => (answer === UNKNOWN ? UNKNOWN : !answer);
