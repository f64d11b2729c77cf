import { besidePods, type Place } from "../../components/events/function/reach";
import type { Settings } from "../presets";

/** From Lambda and Cloud Functions. */
export const outsideOfCluster = { cluster: false, internet: true } as const;

/** What the names of everything on Lambda or Cloud Functions begin with. @param stack its name */
export const prefixOf = ({ prefix }: { readonly prefix?: string }, stack: string): string =>
  prefix ?? `cake-${stack}`;

/** Where the functions of a stack run, for who checks them before anything is made. @param stack its name */
export function placeOf({ functions }: Pick<Settings, "functions">, stack: string): Place {
  switch (functions.kind) {
    case "knative":
      return besidePods;
    case "lambda":
    case "cloudfunctions":
      return { kind: functions.kind, reach: outsideOfCluster, prefix: prefixOf(functions, stack) };
    default:
      return functions satisfies never;
  }
}
