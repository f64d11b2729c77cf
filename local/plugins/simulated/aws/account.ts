import type { Values } from "../../base";
import { domain, word } from "../names";
import type { Made } from "../resource";

/** Where resources are. */
export interface Account {
  readonly region: string;
  /** The one that the program allows, else one that nobody has. */
  readonly id: string;
  /** Tags that the provider adds. */
  readonly tags: Values;
}

/** Of ARNs: AWS has `aws`, `aws-cn` and a few more. */
export const partition = `aws-${word}`;

type Context = Pick<Made<Account>, "inputs" | "place">;

/** The region of a resource, which may say another one than the provider. */
export const regionOf = ({ inputs, place }: Context): string =>
  typeof inputs.region === "string" ? inputs.region : place.region;

export const arnOf = (service: string, made: Context, resource: string): string =>
  `arn:${partition}:${service}:${regionOf(made)}:${made.place.id}:${resource}`;

/** Of what has no region. */
export const globalArn = (service: string, { place }: Context, resource: string): string =>
  `arn:${partition}:${service}::${place.id}:${resource}`;

/** An address of a service. */
export const hostOf = (made: Context, ...labels: readonly string[]): string =>
  [...labels, regionOf(made), domain].join(".");

/** Outputs of what has tags. */
export const tagged = {
  tagsAll: ({ inputs, place }: Made<Account>): Values => ({
    ...place.tags,
    ...(inputs.tags as Values | undefined),
    [word]: "true",
  }),
};

/** Outputs of what is in a region. */
export const regional = { region: (made: Made<Account>): string => regionOf(made) };
