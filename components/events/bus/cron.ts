interface Field {
  readonly label: string;
  readonly least: number;
  readonly most: number;
  /** In the order of their numbers, from the least on. */
  readonly names?: readonly string[];
}

const fields: readonly Field[] = [
  { label: "minute", least: 0, most: 59 },
  { label: "hour", least: 0, most: 23 },
  { label: "day of the month", least: 1, most: 31 },
  { label: "month", least: 1, most: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec".split(" ") },
  { label: "day of the week", least: 0, most: 6, names: "sun mon tue wed thu fri sat".split(" ") },
];

/** The most days that each month has in any year. */
const longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `*`, `5`, `MON-FRI`, each perhaps in steps. */
const form = /^(?:\*|([a-z]{3}|\d{1,2})(?:-([a-z]{3}|\d{1,2}))?)(?:\/(\d{1,2}))?$/i;

/**
 * What is wrong with a schedule in cron's form. It knows what every cron does (robfig/cron's standard form, which
 * PingSource reads, without its `?` and `@daily`): the libraries for Node take more than that (a seventh day, `L`, `#`,
 * seconds), which would be refused only while the stack is brought up.
 *
 * @param label what the value is called where it was written
 */
export function cronProblems(label: string, cron: string): string[] {
  const parts = String(cron).trim().split(/\s+/);
  const is = `${label} is ${JSON.stringify(cron)}`;
  if (parts.length !== fields.length) {
    return [`${is}. Allowed: ${fields.map((field) => field.label).join(", ")}, such as "30 7 * * MON-FRI".`];
  }
  const values = fields.map((field, index) => valuesOf(parts[index]!, field));
  const wrong = fields.flatMap((field, index) =>
    values[index] ? [] : [`${is}, and its ${field.label} is "${parts[index]}". ${allowedIn(field)}`],
  );
  if (wrong.length > 0) return wrong;
  const [, , days = [], months = []] = values as number[][];
  // Either of two restricted days is enough; where any day of the week will do, the day of the month must come.
  const never =
    parts[4] === "*" && Math.min(...days) > Math.max(...months.map((month) => longest[month - 1]!));
  return never
    ? [`${is}: that month has no such day, so it would never come. Name another day or month.`]
    : [];
}

/** One field of a schedule that is right: all of its values, or undefined where any will do. */
export type CronField = readonly number[] | undefined;

/** What a schedule that is right says, field by field. */
export function cronFields(cron: string): readonly CronField[] {
  const parts = cron.trim().split(/\s+/);
  return fields.map((field, index) => {
    const values = [...new Set(valuesOf(parts[index]!, field))].sort((one, other) => one - other);
    return values.length === field.most - field.least + 1 ? undefined : values;
  });
}

function allowedIn({ least, most, names }: Field): string {
  const named = names
    ? ` or ${[names[0], names.at(-1)].map((name) => name?.toUpperCase()).join(" to ")}`
    : "";
  return `Allowed: ${least} to ${most}${named}, as one, a range (a-b), all (*), steps (*/n) or a list (a,b).`;
}

/** @returns undefined for what is no field of this kind */
function valuesOf(text: string, field: Field): number[] | undefined {
  const all = text.split(",").map((one) => rangeOf(one, field));
  return all.includes(undefined) ? undefined : all.flatMap((values) => values ?? []);
}

function rangeOf(text: string, field: Field): number[] | undefined {
  const [match, from, to, step = "1"] = form.exec(text) ?? [];
  if (match === undefined) return undefined;
  const { least, most } = field;
  const first = from === undefined ? least : numberOf(from, field);
  // In steps from a number on there is no end but the field's.
  const open = from === undefined || (to === undefined && text.includes("/"));
  const last = open ? most : numberOf(to ?? from, field);
  const by = Number(step);
  if (!(first >= least && first <= last && last <= most && by >= 1)) return undefined;
  return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, index) => first + index * by);
}

/** Not a number for a name that the field does not have. */
function numberOf(text: string, { least, names = [] }: Field): number {
  const index = names.indexOf(text.toLowerCase());
  return index < 0 ? Number(text) : least + index;
}
