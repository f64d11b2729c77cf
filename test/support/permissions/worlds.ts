import * as fc from "fast-check";
import type { ObjectName } from "../../../components/auth/runtime/permissions";
import type { Model } from "./model";
import { identityOf, type Question, type Relationship } from "./relationship";

/** The ids of each type of object. */
export type Population = Readonly<Record<string, readonly string[]>>;

/** Some of the relationships that there could be, and what is asked of them. */
export interface World {
  readonly relationships: readonly Relationship[];
  readonly questions: readonly Question[];
}

/** Relationships at most, and questions. */
export interface WorldSize {
  readonly relationships: number;
  readonly questions: number;
}

/** Worlds of a population that differ in everything else; one that is a counterexample shrinks to what matters. */
export function worlds(model: Model, population: Population, size: WorldSize): fc.Arbitrary<World> {
  const maxLength = size.relationships;
  // Few relationships are as likely as many.
  const chosen = fc.noBias(fc.subarray(everyRelationship(model, population), { maxLength }));
  const conditions = exactly(maxLength, ["met", "unmet", "unknown"] as const);
  return fc.record({
    relationships: fc.tuple(chosen, conditions).map(conditioned),
    questions: exactly(size.questions, everyQuestion(model, population)),
  });
}

const exactly = <T>(length: number, values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.array(fc.constantFrom(...values), { minLength: length, maxLength: length });

/** Those with a condition get one each; of two that are the same but for that, one stays. */
function conditioned([chosen, conditions]: [
  Candidate[],
  NonNullable<Relationship["condition"]>[],
]): Relationship[] {
  const all = chosen.map(({ conditional, ...one }, index): Relationship => {
    return conditional ? { ...one, condition: conditions[index] } : one;
  });
  return [...new Map(all.map((one) => [identityOf(one), one])).values()];
}

const objectsOf = (population: Population): ObjectName[] =>
  Object.entries(population).flatMap(([type, ids]) => ids.map((id) => ({ type, id })));

/** Every permission of every object, of every user. */
export const everyQuestion = (model: Model, population: Population): Question[] =>
  objectsOf(population).flatMap((object) =>
    Object.keys(model[object.type]?.permissions ?? {}).flatMap((permission) =>
      (population.user ?? []).map((user) => ({ object, permission, user })),
    ),
  );

/** A relationship that there could be. */
interface Candidate extends Omit<Relationship, "condition"> {
  readonly conditional: boolean;
}

/** Objects of one type only lead to later ones, and so never back. */
const everyRelationship = (model: Model, population: Population): Candidate[] =>
  objectsOf(population).flatMap((resource) =>
    Object.entries(model[resource.type]?.relations ?? {}).flatMap(([relation, kinds]) =>
      kinds
        .flatMap((kind) => subjectsOf(kind, population))
        .filter(({ subject }) => resource.type !== subject.type || resource.id < subject.id)
        .map((one) => ({ resource, relation, ...one })),
    ),
  );

/** What a schema writes behind a relation's name. */
const form = /^(?<type>\w+)(?<all>:\*)?(?:#(?<relation>\w+))?(?<conditional> with condition)?$/;

function subjectsOf(kind: string, population: Population): Pick<Candidate, "subject" | "conditional">[] {
  const found = form.exec(kind)?.groups;
  if (!found) throw new Error(`${kind} is no kind of subject`);
  const { type = "", all, relation, conditional } = found;
  const ids = all ? ["*"] : (population[type] ?? []);
  return ids.map((id) => ({ subject: { type, id, relation }, conditional: conditional !== undefined }));
}
