import type { FunctionSpec } from "../components/contracts";
import type { databases } from "./databases";

/** A function, with the name of the database that it uses. */
export type StackFunction = Omit<FunctionSpec, "needs"> & { readonly database?: keyof typeof databases };

/** The functions of a stack. */
export const functions = {
  hello: { code: { source: "examples/hello" }, database: "hello" },
} as const satisfies Readonly<Record<string, StackFunction>>;
