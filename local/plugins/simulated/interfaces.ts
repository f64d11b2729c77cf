import * as ts from "typescript";

/** The interfaces of a file of declarations, by their names within its namespaces: `lambda.FunctionEnvironment`. */
export class Interfaces {
  private readonly found = new Map<string, ts.InterfaceDeclaration>();

  constructor(source: ts.SourceFile) {
    this.add(source.statements, "");
  }

  get(name: string): ts.InterfaceDeclaration | undefined {
    return this.found.get(name);
  }

  private add(statements: ts.NodeArray<ts.Statement>, prefix: string): void {
    for (const one of statements) {
      if (ts.isInterfaceDeclaration(one)) this.found.set(prefix + one.name.text, one);
      else if (ts.isModuleDeclaration(one) && one.body && ts.isModuleBlock(one.body))
        this.add(one.body.statements, `${prefix}${one.name.text}.`);
    }
  }
}
