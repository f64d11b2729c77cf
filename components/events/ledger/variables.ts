/** Which functions record in the database that they handled which events, as JSON: a list of `Subscription`. */
export const subscriptionsVariable = "LEDGER_SUBSCRIPTIONS";

/** What a changefeed shows to the function that it tells of rows. */
export const changesToken = "CHANGES_TOKEN";
