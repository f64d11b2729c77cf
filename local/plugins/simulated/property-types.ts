import * as ts from "typescript";
import type { InputProperties, InputProperty, PropertyType } from "../base/property";
import { commentOf, sentenceOf } from "./comments";
import type { Interfaces } from "./interfaces";

const keywords: Readonly<Partial<Record<ts.SyntaxKind, PropertyType>>> = {
  [ts.SyntaxKind.StringKeyword]: "string",
  [ts.SyntaxKind.NumberKeyword]: "number",
  [ts.SyntaxKind.BooleanKeyword]: "boolean",
  [ts.SyntaxKind.LiteralType]: "string",
};

/** Any other name is that of an enumeration's values, or of a resource that its id or ARN stands for: a text. */
const named: Readonly<Record<string, PropertyType>> = {
  "pulumi.asset.Asset": "asset",
  "pulumi.asset.Archive": "archive",
};

/** Says in terms of a plugin what an SDK, which its generator has written, says in TypeScript. */
export class PropertyTypes {
  /** @param interfaces of the objects within inputs */
  constructor(private readonly interfaces: Interfaces) {}

  inputs(declared: ts.InterfaceDeclaration, within: readonly string[] = []): InputProperties {
    const members = declared.members.filter(ts.isPropertySignature);
    return Object.fromEntries(members.map((one) => [one.name.getText(), this.input(one, within)]));
  }

  /** @param within names of the objects that it stands in: some hold themselves */
  of(node: ts.TypeNode, within: readonly string[] = []): PropertyType {
    if (ts.isParenthesizedTypeNode(node)) return this.of(node.type, within);
    if (ts.isUnionTypeNode(node)) return this.union(node, within);
    if (ts.isArrayTypeNode(node)) return listOf(this.of(node.elementType, within));
    if (ts.isTypeLiteralNode(node)) return this.map(node);
    if (ts.isTypeReferenceNode(node)) return this.reference(node, within);
    return keywords[node.kind] ?? "any";
  }

  private input(one: ts.PropertySignature, within: readonly string[]): InputProperty {
    const type = one.type ? this.of(one.type, within) : "any";
    const description = sentenceOf(one);
    // What only the cloud says stands among the inputs, too.
    if (commentOf(one).startsWith("(Output)")) return { type, description, readOnly: true, stable: true };
    return { type, description, ...(!one.questionToken && { required: true }) };
  }

  /** Several types that are one on the wire, or anything. */
  private union({ types }: ts.UnionTypeNode, within: readonly string[]): PropertyType {
    const members = types
      .filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword)
      .map((one) => this.of(one, within));
    const [first = "any", ...others] = [...new Set(members)];
    if (others.length === 0) return first;
    return [first, ...others].every((one) => one === "asset" || one === "archive") ? "asset" : "any";
  }

  private map({ members }: ts.TypeLiteralNode): PropertyType {
    const [index] = members.filter(ts.isIndexSignatureDeclaration);
    return index && this.of(index.type) === "string" ? "map" : "any";
  }

  private reference(node: ts.TypeReferenceNode, within: readonly string[]): PropertyType {
    const name = node.typeName.getText();
    const [argument] = node.typeArguments ?? [];
    if (argument) return name.startsWith("pulumi.") ? this.of(argument, within) : "any";
    const [space, ...rest] = name.split(".");
    if (space === "outputs") return "any";
    if (space !== "inputs") return named[name] ?? "string";
    const inner = rest.join(".");
    const declared = this.interfaces.get(inner);
    if (!declared || within.includes(inner)) return "any";
    return { name: camel(rest), properties: this.inputs(declared, [...within, inner]) };
  }
}

function listOf(type: PropertyType): PropertyType {
  if (typeof type === "object") return { ...type, isList: true };
  return type === "string" ? "list" : "any";
}

const camel = ([first = "", ...rest]: readonly string[]): string =>
  first + rest.map((one) => one[0]!.toUpperCase() + one.slice(1)).join("");
