import type { Manifest } from "../../../policies/harness";
/** A manifest, and what a policy says of it: nothing, or these messages. */
export interface Case {
  readonly says: string;
  readonly manifest: Manifest;
  readonly breaks?: readonly (string | RegExp)[];
}
