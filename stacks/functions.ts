import type { FunctionSpec } from "../components/contracts";
import type { databases } from "./databases";

/** A function, with the name of the database that it uses. */
export type StackFunction = Omit<FunctionSpec, "needs"> & { readonly database?: keyof typeof databases };

/** The functions of a stack. */
export const functions = {
  // A pod that is told to stop drains for as long as a request may take: a short one makes zero soon.
  hello: { code: { source: "examples/hello" }, database: "hello", timeout: "10 seconds" },
} as const satisfies Readonly<Record<string, StackFunction>>;
