import type { FunctionSpec } from "../components/contracts";

/** The functions of a stack. */
export const functions = {
  hello: { code: { source: "examples/hello" } },
} as const satisfies Readonly<Record<string, FunctionSpec>>;
