import type { FunctionSpec } from "../../contracts";
import { cloudFunctionProblems } from "../cloud-functions/problems";
import { lambdaProblems } from "../lambda/problems";
import type { Place } from "./reach";

/** What is wrong with a function where it runs, and would not be elsewhere. */
export function placeProblems(name: string, spec: FunctionSpec, { kind, prefix }: Place): string[] {
  if (prefix === undefined) return [];
  switch (kind) {
    case "knative":
      return [];
    case "lambda":
      return lambdaProblems(name, prefix, spec);
    case "cloudfunctions":
      return cloudFunctionProblems(name, prefix, spec);
    default:
      return kind satisfies never;
  }
}
