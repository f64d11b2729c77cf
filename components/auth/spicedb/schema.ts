import { createHash } from "node:crypto";
import {
  parse,
  Resolver,
  type ParsedSchema,
  type ResolvedReference,
  type TextRange,
} from "@authzed/spicedb-parser-js";

/** Ten digits that change with a schema. */
export const versionOf = (schema: string): string =>
  createHash("sha256").update(schema).digest("hex").slice(0, 10);

/**
 * What is wrong with a schema, by line and column, as far as can be seen without a server: what does not parse, and
 * names that are nowhere defined. SpiceDB checks the rest when the schema is written.
 */
export function schemaProblems(schema: string): string[] {
  const { error, schema: parsed } = parse(schema);
  if (error) {
    const { line, column } = error.index;
    const rest =
      schema
        .split("\n")
        [line - 1]?.slice(column - 1)
        .trim() ?? "";
    const found = rest === "" ? "the line ends" : JSON.stringify(rest);
    return [`schema, line ${line}, column ${column}: ${found}. Allowed: ${wordsOf(error.expected)}.`];
  }
  if (!parsed || parsed.definitions.length === 0) return ["schema is empty. Define at least what a user is."];
  return [...imports(parsed), ...undefinedNames(parsed)];
}

/** SpiceDB takes one text, which no other file is a part of. */
const imports = ({ definitions }: ParsedSchema): string[] =>
  definitions.flatMap((one) =>
    one.kind === "import"
      ? [
          `${placeOf(one.range)}: ${JSON.stringify(one.path)} is imported. Allowed: one schema that has everything. Make it ` +
            "one with zed schema compile, and give that.",
        ]
      : [],
  );

const placeOf = ({ startIndex: { line, column } }: TextRange): string =>
  `schema, line ${line}, column ${column}`;

/** What the parser looked for, in words; comments may stand everywhere. */
function wordsOf(expected: readonly string[]): string {
  const words = expected.flatMap((one) => {
    if (/^'.*'$/s.test(one)) return [one.slice(1, -1)];
    return one.startsWith("/\\/") ? [] : ["a name"];
  });
  return [...new Set(words)].join(", ") || "the end of a definition";
}

function undefinedNames(parsed: ParsedSchema): string[] {
  const { definitions } = parsed;
  // What a part or another file brings along is not known here.
  if (definitions.some(({ kind }) => kind === "partial" || kind === "import")) return [];
  const selfIsKnown = definitions.some((one) => one.kind === "use" && one.featureName === "self");
  return new Resolver(parsed).resolvedReferences().flatMap((reference) => {
    const name = missingName(reference);
    if (name === undefined || (selfIsKnown && name === "self")) return [];
    const what = reference.kind === "type" ? "definition" : "relation or permission";
    return [
      `${placeOf(reference.reference.range)}: no ${what} is called ${name}. Define it, or correct its name.`,
    ];
  });
}

function missingName(reference: ResolvedReference): string | undefined {
  if (reference.kind === "expression") {
    return reference.resolvedRelationOrPermission ? undefined : reference.reference.relationName;
  }
  const { path, relationName } = reference.reference;
  const found = reference.referencedTypeAndRelation;
  if (!found?.definition) return path;
  if (relationName === undefined || found.relation || found.permission) return undefined;
  return `${path}#${relationName}`;
}
