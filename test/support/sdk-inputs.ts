import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";

/** Inputs by path, `a.b` within objects; `[]` stands after what is a list. */
export type Inputs = ReadonlySet<string>;

/** What the types of a provider's SDK, which its generator has written, say of inputs. */
export class SdkInputs {
  private readonly folder: string;
  private readonly nested: ReadonlyMap<string, Members>;

  /** @param sdk name of the package */
  constructor(sdk: string) {
    this.folder = path.dirname(require.resolve(`${sdk}/package.json`));
    this.nested = interfacesOf(path.join(this.folder, "types", "input.d.ts"));
  }

  /** @param token `keycloak:openid/client:Client` @returns undefined when the SDK has no such type */
  of(token: string): Inputs | undefined {
    const [, place = "", name = ""] = token.split(":");
    const file = path.join(this.folder, `${place.replace(/^index\//, "")}.d.ts`);
    if (!fs.existsSync(file)) return undefined;
    const args = interfacesOf(file).get(`${name}Args`);
    return args && new Set(this.paths(args));
  }

  private paths(members: Members, prefix = ""): string[] {
    return [...members].flatMap(([name, type]) => {
      const here = `${prefix}${name}${type.includes("[]") ? "[]" : ""}`;
      const [, object = ""] = /\binputs\.([\w.]+)/.exec(type) ?? [];
      const inner = this.nested.get(object);
      return inner ? [here, ...this.paths(inner, `${here}.`)] : [here];
    });
  }
}

/** Types, as text, by name. */
type Members = ReadonlyMap<string, string>;

/** The interfaces of a file, by their names within its namespaces. */
function interfacesOf(file: string): ReadonlyMap<string, Members> {
  const found = new Map<string, Members>();
  const source = ts.createSourceFile(file, fs.readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const visit = (statements: ts.NodeArray<ts.Statement>, prefix: string): void => {
    for (const statement of statements) {
      if (ts.isInterfaceDeclaration(statement)) {
        const members = statement.members.filter(ts.isPropertySignature);
        const types = members.map((member) => [member.name.getText(), member.type?.getText() ?? ""] as const);
        found.set(prefix + statement.name.text, new Map(types));
      } else if (ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body)) {
        visit(statement.body.statements, `${prefix}${statement.name.text}.`);
      }
    }
  };
  visit(source.statements, "");
  return found;
}
