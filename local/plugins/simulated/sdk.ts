import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import type { InputProperties, OutputProperty } from "../base/property";
import { sentenceOf } from "./comments";
import { Interfaces } from "./interfaces";
import { PropertyTypes } from "./property-types";

/** A type of resource as the declarations of its SDK have it. */
export interface SdkType {
  readonly inputs: InputProperties;
  readonly outputs: Readonly<Record<string, OutputProperty>>;
}

const sdks = new Map<string, PropertyTypes>();

/**
 * @param token of a type of resource, or of a provider: `aws:lambda/function:Function`, `aws:provider:Provider`
 * @throws Error when the SDK of that name has no such type
 */
export function sdkType(token: string): SdkType {
  const [sdk = "", place = "", name = ""] = token.split(":");
  const folder = path.dirname(require.resolve(`@pulumi/${sdk}/package.json`));
  const file = path.join(folder, `${place}.d.ts`);
  if (!fs.existsSync(file)) throw new Error(`@pulumi/${sdk} has no ${token}: ${file} does not exist.`);
  const types = typesOf(folder);
  const source = parsed(file);
  const args = new Interfaces(source).get(`${name}Args`);
  const resource = source.statements.find(
    (one): one is ts.ClassDeclaration => ts.isClassDeclaration(one) && one.name?.text === name,
  );
  if (!args || !resource) throw new Error(`${file} declares no ${args ? name : `${name}Args`}.`);
  return { inputs: types.inputs(args), outputs: outputsOf(resource, types) };
}

/** Those of the objects within inputs: megabytes, which are read once. */
function typesOf(folder: string): PropertyTypes {
  const known = sdks.get(folder);
  if (known) return known;
  const types = new PropertyTypes(new Interfaces(parsed(path.join(folder, "types", "input.d.ts"))));
  sdks.set(folder, types);
  return types;
}

const parsed = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);

function outputsOf(resource: ts.ClassDeclaration, types: PropertyTypes): SdkType["outputs"] {
  const properties = resource.members.filter(ts.isPropertyDeclaration);
  return Object.fromEntries(
    properties.flatMap((one): [string, OutputProperty][] =>
      one.type && one.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ReadonlyKeyword)
        ? [[one.name.getText(), { type: types.of(one.type), description: sentenceOf(one) }]]
        : [],
    ),
  );
}
