import type { InputProperty } from "../base";

/** The input that every type has. */
export const keepers: InputProperty = {
  type: "map",
  description: "Any texts; when one changes, the resource is made anew.",
};
