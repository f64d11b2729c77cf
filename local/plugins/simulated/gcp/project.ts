import type { Values } from "../../base";
import { word } from "../names";
import { text, type Made, type Rule } from "../resource";

/** Where resources are. */
export interface Project {
  readonly id: string;
  readonly region: string;
  /** Labels that the provider adds. */
  readonly labels: Values;
}

/** The number of every project: one that none has. */
export const projectNumber = "000000000000";

type Context = Pick<Made<Project>, "inputs" | "place">;

/** The project of a resource, which may say another one than the provider. */
export const projectOf = ({ inputs, place }: Context): string =>
  typeof inputs.project === "string" ? inputs.project : place.id;

/** The id of a resource, which is its path below its project. */
export const pathOf = (made: Context, ...parts: readonly string[]): string =>
  ["projects", projectOf(made), ...parts].join("/");

/** Outputs of what is in a project. */
export const inProject = { project: (made: Made<Project>): string => projectOf(made) };

const labelsOf = ({ inputs, place }: Made<Project>): Values => ({
  ...place.labels,
  ...(inputs.labels as Values | undefined),
});

/** Outputs of what has labels. */
export const labelled = {
  pulumiLabels: labelsOf,
  effectiveLabels: (made: Made<Project>): Values => ({ ...labelsOf(made), [word]: "true" }),
};

/** Names of the outputs that change with labels. */
export const labels = ["pulumiLabels", "effectiveLabels"] as const;

/**
 * That somebody may do something with something.
 *
 * @param on the input that names what; without a path in it, it is below the project
 * @param path of such things below their project
 */
export const member = (on: string, ...path: readonly string[]): Rule<Project> => ({
  description: "Who may do what with something, simulated: nobody may.",
  fixed: "all",
  id: (inputs, place) => {
    const name = text(inputs, on);
    const whole = name.includes("/") ? name : pathOf({ inputs, place }, ...path, name);
    return [whole, text(inputs, "role"), text(inputs, "member")].join("/");
  },
  outputs: { ...inProject, etag: () => word },
});
