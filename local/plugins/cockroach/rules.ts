import type { Failure, InputProperty, Value } from "../base";

/** The form of the ids that CockroachDB Cloud gives. */
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Databases and SQL users. */
const sqlName = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,62}$/;

const most = 50;

export const labelsInput: InputProperty = {
  type: "map",
  description: "Labels, all of them; without, they are left as they are.",
  computed: true,
};

/** One failure, when there is something wrong. */
export function failure(isWrong: boolean, property: string, reason: () => string): Failure[] {
  return isWrong ? [{ property, reason: reason() }] : [];
}

export function checkSqlName(name: Value | undefined): Failure[] {
  return failure(
    typeof name === "string" && !sqlName.test(name),
    "name",
    () =>
      `"name" is ${JSON.stringify(name)}. Allowed: up to 63 letters, digits, underscores, dots and dashes, neither of the last two first.`,
  );
}

export function checkParent(parentId: Value | undefined): Failure[] {
  return failure(
    typeof parentId === "string" && parentId !== "root" && !uuid.test(parentId),
    "parentId",
    () => `"parentId" is ${JSON.stringify(parentId)}. Allowed: root, or the id of a folder.`,
  );
}

export function checkLabels(labels: Value | undefined): Failure[] {
  const pairs = Object.entries((labels ?? {}) as Record<string, string>);
  const wrong = pairs.filter(
    ([key, value]) => !/^[a-z][a-z0-9_-]{0,62}$/.test(key) || !/^[a-z0-9_-]{0,63}$/.test(value),
  );
  return [
    ...wrong.map(([key, value]) => ({
      property: `labels.${key}`,
      reason:
        `The label "${key}" is ${JSON.stringify(value)}. Allowed: up to 63 lower-case letters, digits, dashes and ` +
        "underscores, in the key with a letter first.",
    })),
    ...failure(
      pairs.length > most,
      "labels",
      () => `"labels" has ${pairs.length} entries. Allowed: up to ${most}.`,
    ),
  ];
}

/** @throws Error when what is imported is named in another form */
export function importedId(id: string, form: RegExp, words: string): readonly string[] {
  const parts = form.exec(id);
  if (!parts) throw new Error(`"${id}" cannot be imported. Allowed: ${words}.`);
  return parts.slice(1);
}
