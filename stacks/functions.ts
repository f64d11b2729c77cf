import type { FunctionSpec } from "../components/contracts";
import type { databases } from "./databases";
import type { Settings } from "./presets";

/** A function without what it needs of the layers: the stack gives it that. */
export type PlainFunction = Omit<FunctionSpec, "needs">;

/** A function, with the name of the database that it uses. */
export type StackFunction = PlainFunction & { readonly database?: keyof typeof databases };

/** The functions of every stack. */
export const functions = {
  hello: { code: { source: "examples/hello" }, database: "hello" },
} as const satisfies Readonly<Record<string, StackFunction>>;

/** Functions for users that are signed in, each with a page to sign in at: of stacks that have users and permissions. */
export const userFunctions = {
  orders: { code: { source: "examples/florist/orders" } },
} as const satisfies Readonly<Record<string, PlainFunction>>;

/** All that a stack has. */
export const functionsOf = ({
  identity,
  authorization,
}: Pick<Settings, "identity" | "authorization">): Readonly<Record<string, PlainFunction>> =>
  identity?.kind === "keycloak" && authorization ? { ...functions, ...userFunctions } : functions;
