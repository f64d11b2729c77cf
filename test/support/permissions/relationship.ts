import type { ObjectName } from "../../../components/auth/runtime/permissions";

/** One fact of who is what to which object. */
export interface Relationship {
  readonly resource: ObjectName;
  readonly relation: string;
  /** An object, or with a relation whoever has that one on it. The id `*` is every object of the type. */
  readonly subject: ObjectName & { readonly relation?: string };
  /** What is known of its condition; undefined: it has none. */
  readonly condition?: "met" | "unmet" | "unknown";
}

/** Whether a user has a permission. */
export interface Question {
  readonly object: ObjectName;
  readonly permission: string;
  readonly user: string;
}

const nameOf = ({ type, id }: ObjectName): string => `${type}:${id}`;

/** What there can be only one of, whatever its condition. */
export function identityOf({ resource, relation, subject }: Relationship): string {
  const role = subject.relation === undefined ? "" : `#${subject.relation}`;
  return `${nameOf(resource)}#${relation}@${nameOf(subject)}${role}`;
}

/** As a person would write it. */
export const textOf = (one: Relationship): string =>
  identityOf(one) + (one.condition === undefined ? "" : `[${one.condition}]`);

export const questionText = ({ object, permission, user }: Question): string =>
  `${nameOf(object)}#${permission}@user:${user}`;
