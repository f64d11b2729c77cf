import * as path from "node:path";
import type { FunctionSpec } from "../../components/contracts";

/** A function without what it needs of the layers: `florist` gives it that. */
type Declared = Omit<FunctionSpec, "needs">;

/** A folder beside this file, from wherever the program is run. */
const source = (name: string) => ({ source: path.join(__dirname, name) });

/** The functions of the florist: what wakes them, what they publish, and how far they scale. */
export const functions = {
  /** Takes orders of users that are signed in, and has a page to sign in at. */
  orders: { code: source("orders"), publishes: ["order.placed"], scale: { max: 10 } },
  /** Finds somebody who delivers an order. */
  assign: {
    code: source("assign"),
    triggers: [{ event: { type: "order.placed" } }],
    publishes: ["driver.assigned"],
    scale: { max: 5 },
  },
  /** Tells the customer who that is. */
  notify: {
    code: source("notify"),
    triggers: [{ event: { type: "driver.assigned" } }],
    scale: { max: 5 },
  },
  /** Tells each driver what the day brings. */
  morning: { code: source("morning"), triggers: [{ schedule: "0 6 * * *" }], scale: { max: 1 } },
} as const satisfies Readonly<Record<string, Declared>>;

export type FunctionName = keyof typeof functions;

/** The function that users call: tokens are for it. */
export const usersCall = "orders" satisfies FunctionName;

/** Pods of all of them at most, and one of the ledger: so many share the connections to the database. */
export const pods: number = Object.values(functions).reduce((all, { scale }) => all + scale.max, 1);
