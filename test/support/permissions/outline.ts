import { v1 } from "@authzed/authzed-node";
import type { Permissions } from "../../../components/auth/runtime/permissions";
import type { Model } from "./model";

/** Every relation with the kinds of its subjects, and every permission, in order. */
export const outlineOf = (model: Model): string[] =>
  Object.entries(model)
    .flatMap(([type, { relations, permissions }]) => [
      ...Object.entries(relations).map(([name, kinds]) => relationLine(type, name, kinds)),
      ...Object.keys(permissions).map((name) => permissionLine(type, name)),
    ])
    .sort();

/** The same of the schema that is in force in a SpiceDB. */
export async function outlineInForce({ client }: Permissions): Promise<string[]> {
  const consistency = { requirement: { oneofKind: "fullyConsistent", fullyConsistent: true } } as const;
  const { definitions } = await client.promises.reflectSchema(
    v1.ReflectSchemaRequest.create({ consistency }),
  );
  return definitions
    .flatMap(({ name: type, relations, permissions }) => [
      ...relations.map(({ name, subjectTypes }) => relationLine(type, name, subjectTypes.map(kindOf))),
      ...permissions.map(({ name }) => permissionLine(type, name)),
    ])
    .sort();
}

const relationLine = (type: string, name: string, kinds: readonly string[]): string =>
  `${type}#${name}: ${[...kinds].sort().join(" | ")}`;

const permissionLine = (type: string, name: string): string => `${type}#${name} is a permission`;

function kindOf({ subjectDefinitionName, typeref, optionalCaveatName }: v1.ReflectionTypeReference): string {
  const caveat = optionalCaveatName === "" ? "" : ` with ${optionalCaveatName}`;
  switch (typeref.oneofKind) {
    case "isPublicWildcard":
      return `${subjectDefinitionName}:*${caveat}`;
    case "optionalRelationName":
      return `${subjectDefinitionName}#${typeref.optionalRelationName}${caveat}`;
    case "isTerminalSubject":
    case undefined:
      return `${subjectDefinitionName}${caveat}`;
    default:
      return typeref satisfies never;
  }
}
