import type { Finding } from "../../policy";
import type { Value } from "../../value";

/** What lets everybody in. */
export interface Opening extends Finding {
  /** What the function is called that it leads to. */
  readonly name: Value;
}
