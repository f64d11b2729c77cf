import { bindsHosts as expression } from "../../components/kubernetes/guardrails/traefik-match";
import { UNKNOWN, type Value } from "../value";

/** As the cluster decides, by the same expression: it has nothing that RE2 lacks. */
export const bindsHosts = new RegExp(expression);

/** The hosts that a rule names; one that is undefined where it names none; none where nobody knows yet. */
export function hostsIn(match: Value): readonly Value[] {
  if (typeof match !== "string") return match === UNKNOWN ? [] : [undefined];
  const found = [...match.matchAll(/\bHost\(([^)]*)\)/g)].flatMap(([, names]) =>
    [...names!.matchAll(/[`"]([^`"]*)[`"]/g)].map(([, name]) => name),
  );
  return found.length > 0 ? found : [undefined];
}
