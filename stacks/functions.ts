import type { FunctionSpec } from "../components/contracts";
import { functions as examples, type FunctionName } from "../examples/florist/functions";
import type { databases } from "./databases";
import type { Settings } from "./presets";

/** A function without what it needs of the layers: the stack gives it that. */
export type PlainFunction = Omit<FunctionSpec, "needs">;

/** A function, with the name of the database that it uses. */
export type StackFunction = PlainFunction & { readonly database?: keyof typeof databases };

type Functions = Readonly<Record<string, StackFunction>>;

/** The functions of every stack. */
export const functions = {
  hello: { code: { source: "examples/hello" }, database: "hello" },
} as const satisfies Functions;

/** The florist: of stacks that have users, permissions and events. */
export const florist = {
  orders: { ...examples.orders, database: "florist" },
  assign: { ...examples.assign, database: "florist" },
  notify: { ...examples.notify, database: "florist" },
  morning: { ...examples.morning, database: "florist" },
} as const satisfies Record<FunctionName, StackFunction>;

/** Whether a stack has what the florist needs. */
export const hasFlorist = ({
  identity,
  authorization,
  events,
}: Pick<Settings, "identity" | "authorization" | "events">): boolean =>
  identity?.kind === "keycloak" && authorization !== undefined && events !== undefined;

/** What a stack gives functions besides what they say themselves. */
export const givenBy = ({ events }: Pick<Settings, "events">): readonly "bus"[] => (events ? ["bus"] : []);

/** All that a stack has. */
export const functionsOf = (settings: Parameters<typeof hasFlorist>[0]): Functions =>
  hasFlorist(settings) ? { ...functions, ...florist } : functions;
