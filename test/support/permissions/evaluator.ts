import type { ObjectName } from "../../../components/auth/runtime/permissions";
import { anyOf, crowdOf, nobody, possibly, type Crowd } from "./crowd";
import { meaningOf, type Model } from "./model";
import type { Question, Relationship } from "./relationship";

/** Who may do what by some relationships. It knows sets and nothing of SpiceDB, and is as slow as it is plain. */
export class Evaluator {
  private readonly outgoing = new Map<string, Relationship[]>();
  private readonly used = new Set<Relationship>();

  /**
   * @param relationships that never lead back to where they started
   * @param users all that there are
   */
  constructor(
    private readonly model: Model,
    relationships: readonly Relationship[],
    private readonly users: readonly string[],
  ) {
    for (const one of relationships) {
      const start = startOf(one.resource, one.relation);
      this.outgoing.set(start, [...(this.outgoing.get(start) ?? []), one]);
    }
  }

  /** Who has a relation or a permission on an object. @throws Error when the model has neither */
  who(object: ObjectName, name: string): Crowd {
    const definition = this.model[object.type];
    const rule = definition?.permissions[name];
    if (rule !== undefined) {
      return meaningOf(rule, {
        object,
        who: (other) => this.who(object, other),
        beyond: (relation, other) =>
          this.from(object, relation).map((one) => under(one, this.who(one.subject, other))),
      });
    }
    if (!definition?.relations[name]) throw new Error(`there is no ${object.type}#${name}`);
    return anyOf(this.from(object, name).map((one) => under(one, this.behind(one.subject))));
  }

  /** Surely: what is only possible is not had. */
  has({ object, permission, user }: Question): boolean {
    return this.who(object, permission).sure.has(user);
  }

  /** Whether more had to be known to say it. */
  isOpen({ object, permission, user }: Question): boolean {
    return this.who(object, permission).possible.has(user) && !this.has({ object, permission, user });
  }

  /** The relationships that an answer came from, for or against it. */
  reasons(question: Question): readonly Relationship[] {
    this.used.clear();
    this.has(question);
    return [...this.used];
  }

  private from(object: ObjectName, relation: string): readonly Relationship[] {
    const found = this.outgoing.get(startOf(object, relation)) ?? [];
    for (const one of found) this.used.add(one);
    return found;
  }

  /** The users that a subject stands for. */
  private behind({ type, id, relation }: Relationship["subject"]): Crowd {
    if (relation !== undefined) return this.who({ type, id }, relation);
    if (type !== "user") return nobody;
    return crowdOf(id === "*" ? this.users : [id]);
  }
}

const startOf = ({ type, id }: ObjectName, relation: string): string => `${type}:${id}#${relation}`;

function under({ condition = "met" }: Relationship, crowd: Crowd): Crowd {
  switch (condition) {
    case "met":
      return crowd;
    case "unmet":
      return nobody;
    case "unknown":
      return possibly(crowd);
    default:
      return condition satisfies never;
  }
}
