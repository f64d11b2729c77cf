import type { ObjectName } from "../../../components/auth/runtime/permissions";
import { allOf, anyOf, crowdOf, nobody, without, type Crowd } from "./crowd";

/** An object, as a rule sees it. */
export interface Place {
  readonly object: ObjectName;
  /** Who has a relation or a permission here. */
  who(name: string): Crowd;
  /** Who has a relation or a permission there, for each object that a relation leads to. */
  beyond(relation: string, name: string): readonly Crowd[];
}

/** What a permission means, in sets of users; a name alone means whoever has that relation or permission. */
export type Rule = string | ((place: Place) => Crowd);

/** What there can be between one type of object and others, and what follows from it. */
export interface Definition {
  /** The subjects that each takes, as a schema writes them: `user`, `user:*`, `team#member`, `user with condition`. */
  readonly relations: Readonly<Record<string, readonly string[]>>;
  readonly permissions: Readonly<Record<string, Rule>>;
}

/** What a schema means, said once more and without SpiceDB; users are of the type `user`. */
export type Model = Readonly<Record<string, Definition>>;

export const meaningOf = (rule: Rule, place: Place): Crowd =>
  typeof rule === "string" ? place.who(rule) : rule(place);

export const either =
  (...rules: readonly Rule[]): Rule =>
  (place) =>
    anyOf(rules.map((rule) => meaningOf(rule, place)));

export const both =
  (...rules: readonly Rule[]): Rule =>
  (place) =>
    allOf(rules.map((rule) => meaningOf(rule, place)));

export const but =
  (rule: Rule, others: Rule): Rule =>
  (place) =>
    without(meaningOf(rule, place), meaningOf(others, place));

/** Who has it on one at least of the objects that a relation leads to. */
export const onAny =
  (relation: string, name: string): Rule =>
  (place) =>
    anyOf(place.beyond(relation, name));

/** Who has it on every object that a relation leads to, and it leads to one. */
export const onAll =
  (relation: string, name: string): Rule =>
  (place) =>
    allOf(place.beyond(relation, name));

/** The user that the object is. */
export const oneself: Rule = ({ object }) => (object.type === "user" ? crowdOf([object.id]) : nobody);

export const noOne: Rule = () => nobody;
