/** Who a function is in the events that it publishes: their `source`. */
export const sourceOf = (name: string): string => `/functions/${name}`;
