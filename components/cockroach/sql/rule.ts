import { literal } from "./names";

/**
 * One way in which a server can differ from what should be: a query over its catalog with a row for each difference.
 * One description serves both to put things right and to say what is wrong.
 */
export interface Rule {
  /** What is wrong, in words, as an SQL expression. Without it, the difference cannot be seen in the catalog. */
  readonly drift?: string;
  /** The statement that puts it right, as an SQL expression. Without it, only a person can. */
  readonly repair?: string;
  /** `FROM … WHERE …` with a row for each difference. */
  readonly rows: string;
}

/** A rule about one thing: there is one difference where the condition holds. */
export function rule(drift: string, repair: string, condition: string): Rule {
  return { drift: literal(drift), repair: literal(repair), rows: `WHERE ${condition}` };
}

/** A statement that is run every time, because it does nothing where nothing is to be done. */
export function always(repair: string): Rule {
  return { repair: literal(repair), rows: "" };
}

/** Runs the repairs of rules, in their order. All differences are looked for before the first is put right. */
export function repairs(rules: readonly Rule[]): string {
  const selects = rules
    .filter(({ repair }) => repair !== undefined)
    .map(({ repair, rows }, place) => `SELECT ${place}, ${repair} ${rows}`.trimEnd());
  if (selects.length === 0) return "";
  return `SELECT repair FROM (\n${selects.join("\nUNION ALL\n")}\n) AS repairs (place, repair) ORDER BY place \\gexec\n`;
}

/** Ends the script with an error after it has listed every difference; does nothing where there is none. */
export function failOnDrift(rules: readonly Rule[], message: string): string {
  const selects = rules
    .filter(({ drift }) => drift !== undefined)
    .map(({ drift, rows }) => `SELECT ${drift} ${rows}`);
  if (selects.length === 0) return "";
  return `SELECT string_agg('  - ' || drift, E'\\n' ORDER BY drift) AS drift, count(*) > 0 AS drifted FROM (
${selects.join("\nUNION ALL\n")}
) AS differences (drift) \\gset
\\if :drifted
\\warn :drift
DO $$ BEGIN RAISE EXCEPTION ${literal(message)}; END $$;
\\endif
`;
}

/** Rows to select from, as `(VALUES …) AS wanted (columns)`. */
export function values(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = (row: readonly (string | number)[]) =>
    row.map((cell) => (typeof cell === "number" ? String(cell) : literal(cell))).join(", ");
  return `(VALUES ${rows.map((row) => `(${cells(row)})`).join(", ")}) AS wanted (${columns.join(", ")})`;
}

/** A list of texts, as `IN` takes it. */
export function listOf(texts: readonly string[]): string {
  return `(${texts.map(literal).join(", ")})`;
}
