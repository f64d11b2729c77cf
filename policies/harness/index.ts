export * from "./expect";
export * from "./resource";
