/** Which functions record in the database that they handled which events, as JSON: a list of `Subscription`. */
export const subscriptionsVariable = "LEDGER_SUBSCRIPTIONS";
