import type { FunctionType } from "./function";
import type { Parameterization } from "./parameterization";
import type { InputProperties } from "./property";
import type { ResourceType } from "./resource";
import type { Values } from "./value";

/** A provider plugin: what it is called, how it is configured, what it can make. */
export interface Provider<Client = undefined> {
  /** Package name, as in the tokens of its types. */
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Configuration of the provider; `change: "replace"` where a change means other resources. */
  readonly config: InputProperties;
  /** Makes what the operations work with. Called once, before any operation, with defaults filled in. */
  connect(config: Values): Client | Promise<Client>;
  /** Types by token, `package:module/name:Type`. */
  readonly resources: Readonly<Record<string, ResourceType<Client>>>;
  /** Functions by token, `package:module/name:name`. @default – none */
  readonly functions?: Readonly<Record<string, FunctionType<Client>>>;
  /** Set when the plugin is one that serves many packages. @default – the plugin has the package's name and version */
  readonly parameterization?: Parameterization;
}
