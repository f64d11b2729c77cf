import { resourcePolicy } from "../../../policies/policy";
import { kind } from "../../../policies/kubernetes";
import { at, isOneOf, shown } from "../../../policies/value";

export const ownedNamespaces = resourcePolicy({
  name: "owned-namespaces",
  description: "A namespace has the team that owns it.",
  why: "Somebody must answer when it costs too much.",
  link: "https://wiki.example.com/owners",
  options: { teams: { type: "array", items: { type: "string" }, default: ["shop"] } },
  concerns: kind("core", "Namespace"),
  *check({ properties }, { options }) {
    const team = at(properties, "metadata", "labels", "team");
    if (!isOneOf(team, options.teams))
      yield { at: "metadata.labels.team", problem: `is ${shown(team)}`, fix: "name the team that owns it" };
  },
});
