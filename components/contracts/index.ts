/*
 * What the layers know of each other. A contract is plain data: it can be a stack output and be rebuilt from a
 * StackReference. Layers import these files and never each other.
 */
export type * from "./authorization";
export type * from "./cluster";
export type * from "./database";
export type * from "./event-bus";
export type * from "./function";
export type * from "./function-platform";
export type * from "./identity";
export type * from "./measures";
